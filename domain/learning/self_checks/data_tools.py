"""Questions about databases, statistics and tools of analysis. Our own."""

DATA_TOOLS = r"""
# PostgreSQL
? What does EXPLAIN show?
+ the plan of a query
- the definition of a table
- the rights of a user
- the log of the server
! EXPLAIN ANALYZE runs the query as well and adds the real times.
? What does VACUUM reclaim?
+ space of dead row versions
- memory of idle connections
- unused indexes
- old backups
! Updated and deleted rows leave versions behind that VACUUM clears.
? Which type stores JSON in a decomposed form that can be indexed?
+ jsonb
- json
- text
- xml
! json keeps the text as it came; jsonb is parsed and can have GIN indexes.
? What does ROLLBACK do?
+ it undoes the open transaction
- it repeats the last query
- it removes the newest table
- it restores a backup
! Everything since BEGIN is as if it had not happened.
? Which clause of INSERT handles a row that exists already?
+ ON CONFLICT
- ON DUPLICATE
- OR REPLACE
- IF EXISTS
! ON CONFLICT ... DO UPDATE or DO NOTHING.
? What does a foreign key ensure?
+ the row that is referred to exists
- the column has an index
- the value is unique
- the value is not NULL
! Values must exist in the referenced table; NULL is allowed unless it is forbidden.
? What is the default index type?
+ B-tree
- Hash
- GIN
- BRIN
! CREATE INDEX makes a B-tree unless USING says otherwise.
? Which clause returns the values of the rows that an INSERT has just written?
+ RETURNING
- OUTPUT
- SELECT
- YIELD
! INSERT, UPDATE and DELETE accept RETURNING.

# pandas
? What is a DataFrame?
+ a table with labelled rows and columns
- a chart of several series
- a connection to a database
- a list of files
! Each column of it is a Series.
? Which accessor selects by label?
+ loc
- iloc
- at_position
- index
! iloc selects by position, loc by label.
? Which method joins two tables on the values of columns?
+ merge
- concat
- append
- stack
! concat puts tables beside or below each other; merge matches values.
? What does df.dropna() return by default?
+ rows without missing values
- columns without missing values
- rows that are not duplicates
- the table with zeros for gaps
! Without arguments it leaves out every row with a missing value.
? What does groupby("city")["pay"].mean() give?
+ the mean pay per city
- the mean of all pay
- the cities by pay
- the pay of the first row per city
! Split by city, take the column, then compute per group.
? Which function reads a file of comma-separated values?
+ read_csv
- load_csv
- open_table
- from_file
! pd.read_csv returns a DataFrame.
? What does df["a"] > 3 return?
+ a Series of True and False
- the rows where a is above 3
- the number of such rows
- True or False
! Used in brackets, this mask then selects the rows.
? What does value_counts() on a column count?
+ how often each value occurs
- how many values are missing
- how many columns there are
- how many values are numbers
! The result is sorted, the most frequent value first.

# Statistics
? Which value is least moved by one extreme observation?
+ the median
- the mean
- the range
- the variance
! The median depends on order, not on how far away the extreme lies.
? What is a p-value?
+ how likely data at least this extreme is if the null hypothesis holds
- how likely it is that the null hypothesis holds
- how large the effect is in the population
- how likely it is that the result repeats
! It is a probability of data under the null hypothesis, not of the hypothesis.
? What does a correlation of 0 between two variables rule out?
+ a linear relation in the data
- any relation at all
- a common cause
- outliers
! A curved relation can have a correlation of 0.
? What is the standard deviation?
+ the square root of the variance
- the square of the variance
- half of the range
- the mean distance to the median
! It has the unit of the data, which the variance has not.
? What happens to the standard error of a mean when the sample is four times as large?
+ it halves
- it falls to a quarter
- it stays the same
- it doubles
! It shrinks with the square root of the sample size.
? What is a type I error?
+ rejecting a null hypothesis that is true
- keeping a null hypothesis that is false
- measuring the wrong variable
- drawing a biased sample
! A type II error is keeping a false null hypothesis.
? Why are people assigned at random in an experiment?
+ so that groups differ by chance only
- so that groups have the same size
- so that the sample is representative
- so that the test needs fewer people
! Random assignment makes other causes equal on average.
? Of independent events with chances 0.5 and 0.4, how likely are both?
+ 0.2
- 0.9
- 0.45
- 0.1
! Chances of independent events multiply.

# Machine learning
? What is overfitting?
+ good on training data, poor on new data
- poor on training data and on new data
- training that takes too long
- data with too few columns
! The model has learned the noise of its examples.
? Why is a test set kept apart?
+ to judge the model on data it has not seen
- to train faster on less data
- to balance the classes
- to choose the model's settings
! Settings are chosen on validation data; the test set is for the end.
? Which task predicts a number?
+ regression
- classification
- clustering
- segmentation
! Classification predicts a category; clustering has no target.
? Which method works without labels?
+ k-means clustering
- logistic regression
- a decision tree classifier
- linear regression
! Clustering is unsupervised; the others learn from known answers.
? What is recall?
+ found positives as a share of all positives
- true positives as a share of those found
- right answers as a share of all answers
- errors as a share of all answers
! The share of found ones that are right is precision.
? 99 of 100 cases are negative. What accuracy does "always negative" have?
+ 99 %
- 50 %
- 1 %
- 0 %
! That is why accuracy says little about rare classes.
? What does k-fold cross-validation repeat?
+ training on all folds but one and testing on that one
- training on one fold and testing on the same fold
- training on all data with k settings
- training of k models on the whole test set
! Each fold is the test part once.
? What does regularisation do to a model?
+ it penalises complexity
- it adds more features
- it removes outliers from the data
- it speeds up prediction
! A penalty on large weights makes overfitting less likely.

# Microsoft Excel
? What does the dollar sign in $A$1 do?
+ it fixes row and column when copied
- it formats the cell as money
- it protects the cell
- it makes the cell text
! The reference is absolute: copying the formula does not move it.
? Which function adds cells that meet one condition?
+ SUMIF
- COUNTIF
- SUM
- IF
! COUNTIF counts them, SUMIF adds them.
? With which sign does every formula begin?
+ =
- #
- @
- &
! Without it, a cell holds text or a number.
? What does VLOOKUP with FALSE as its last argument look for?
+ an exact match
- the nearest match
- the last match
- every match
! TRUE, or nothing there, looks for an approximate match in sorted data.
? What does a pivot table do?
+ it summarises rows by categories
- it turns text by 90 degrees
- it checks spelling in tables
- it links two workbooks
! Fields are dragged to rows, columns and values.
? What does ##### in a cell with a number mean?
+ the column is too narrow
- the formula divides by zero
- the cell is protected
- a name is unknown
! Widening the column shows the number.
? Which error does dividing by an empty cell give?
+ #DIV/0!
- #N/A
- #REF!
- #NAME?
! An empty cell counts as zero.
? What does IF(A1>10,"yes","no") show when A1 is 10?
+ no
- yes
- 10
- an error
! 10 is not greater than 10.
"""
