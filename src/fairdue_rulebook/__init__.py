"""Law and policy as data: one YAML file a rule, dated and cited, with worked cases beside it."""
