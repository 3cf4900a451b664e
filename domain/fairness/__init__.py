"""Does our own tool answer differently when only identity differs? Variants and their stability.

Labels of lists are labels of our test data. Nothing here says anything about a person.
"""
