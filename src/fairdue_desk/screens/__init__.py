"""The screens: what people work in. They show and ask; operations decide, act and store."""
