"""Career advice as content and rules: topics, structured answers, interview practice, pay facts.

Pure; says only what holds for anybody, plus facts that were passed in.
"""
