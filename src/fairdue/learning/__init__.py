"""How the interpreters are trained and measured: the corpus, the fit, the scores, the model card.

Needs the extra ``train`` (scikit-learn) for fitting alone; reading, measuring and using a model need nothing.
"""
