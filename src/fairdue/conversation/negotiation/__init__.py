"""Negotiation inside limits: what a customer can afford, what the creditor's terms allow, and a plan that adds up.

Room: conversation. It proposes; the gate decides whether an offer may be spoken, and a person with the authority
approves what needs approval. Nothing here is said to anybody.
"""
