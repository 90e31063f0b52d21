"""What people say, as data: word classes, phrases by meaning, and the models trained on the corpus."""
