"""What public code shows, said in plain words. Absent code says nothing, and nothing is deducted.

No stars, no followers, no words of a profile or a README.
"""
