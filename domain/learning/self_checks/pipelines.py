"""Questions about moving and storing data at scale. Our own."""

PIPELINES = r"""
# Data engineering
? What does ETL stand for?
+ extract, transform, load
- edit, test, launch
- export, track, log
- encode, transfer, list
! Data is taken out, changed, and written to where it is used.
? What is true of a pipeline step that is idempotent?
+ running it again gives the same result
- it needs no input
- it runs without a schedule
- it never writes data
! So a step that failed can simply be repeated.
? Which storage format keeps the values of a column together?
+ Parquet
- CSV
- JSON Lines
- XML
! Columnar files are read faster when a query needs few columns.
? What is a fact table in a star schema?
+ measurements with keys of dimensions
- descriptions of products
- a list of all tables
- rules about data quality
! Dimension tables describe; the fact table counts and measures.
? What is a backfill?
+ processing data of past periods
- copying data to a backup
- deleting old partitions
- filling gaps with averages
! It is run after a repair or when a new table needs history.
? Why is a large table partitioned by date?
+ queries read only the days they need
- rows need no keys then
- dates are stored as text then
- values become unique
! Partitions that cannot match are skipped.
? What is schema evolution about?
+ columns that change over time
- tables that grow over time
- queries that get slower
- people who get new rights
! Readers and writers have to cope with added or removed fields.
? What does at-least-once delivery allow?
+ duplicates
- losses
- losses and duplicates
- neither of both
! Nothing is lost, so consumers must be able to meet a record twice.

# Apache Airflow
? What is a DAG?
+ tasks with their order, without circles
- a table with results of tasks
- a server that runs tasks
- a log of failed tasks
! Directed acyclic graph: no task can come before itself.
? Which part decides that a task is due?
+ the scheduler
- the worker
- the web server
- the metadata database
! Workers execute; the scheduler watches times and dependencies.
? What does a >> b say?
+ b runs after a
- a runs after b
- both run together
- b replaces a
! The operator sets a as upstream of b.
? What is an XCom for?
+ passing small values between tasks
- moving large files between tasks
- sending mail about failures
- connecting two schedulers
! It lives in the metadata database, so it must stay small.
? What does a sensor do?
+ it waits until a condition holds
- it measures memory of workers
- it counts failed tasks
- it encrypts connections
! For example until a file has arrived.
? What does catchup=True cause?
+ runs for past intervals that were missed
- retries of failed tasks
- faster parsing of files
- mails about late tasks
! Every interval since the start date gets a run.
? Where do passwords of external systems belong?
+ in connections
- in the file of the DAG
- in the name of a task
- in XComs
! Connections are stored apart from code, encrypted, or in a secrets backend.
? What does retries=2 on a task mean?
+ it is tried up to three times
- it is tried up to two times
- it runs on two workers
- it runs twice a day
! The first try and two more.

# Apache Kafka
? Within what does Kafka keep the order of messages?
+ a partition
- a topic
- a cluster
- a consumer group
! Partitions are ordered logs; across partitions there is no order.
? What happens to a message when a consumer has read it?
+ it stays until its retention ends
- it is deleted at once
- it moves to another topic
- it is marked as done for all
! Reading only moves the consumer's offset.
? How are partitions shared in a consumer group?
+ each goes to one consumer of the group
- each goes to all consumers of the group
- each message goes to a random consumer
- all go to the first consumer
! So the group works in parallel without reading twice.
? What is an offset?
+ the position of a message in its partition
- the delay of a message in seconds
- the size of a message in bytes
- the number of replicas of a topic
! Consumers commit offsets to know where to go on.
? What decides the partition of a message with a key, by default?
+ a hash of the key
- the time of sending
- the size of the message
- the consumer
! Equal keys go to the same partition, as long as their number stays.
? What is a replica for?
+ surviving the loss of a broker
- speeding up a producer
- sorting messages by key
- removing duplicates
! Followers hold copies and one of them can take over as leader.
? What does acks=all wait for?
+ all replicas that are in sync
- all consumers of the topic
- all brokers of the cluster
- all partitions of the topic
! The leader answers when every in-sync replica has the record.
? What does log compaction keep?
+ the latest value of each key
- the oldest value of each key
- messages of the last day
- messages without a key
! Older values of a key may be removed.

# Apache Spark
? When does a transformation such as filter run?
+ when an action needs its result
- as soon as it is called
- when the program starts
- when memory is free
! Transformations are lazy; actions such as count start the work.
? Which of these is an action?
+ count
- select
- filter
- withColumn
! The others only describe a new DataFrame.
? What is a shuffle?
+ moving data between partitions
- mixing rows at random
- retrying failed tasks
- compressing files
! Grouping and joining need rows with equal keys together; that is costly.
? What does the driver do?
+ it plans the work and hands out tasks
- it stores the partitions
- it connects to the hard disk
- it shows charts
! Executors do the tasks.
? What is broadcast in a broadcast join?
+ the small table, to every executor
- the large table, to every executor
- the result, to the driver
- the query, to other clusters
! The large table then needs no shuffle.
? What does cache() do?
+ it keeps a result for later actions
- it writes a result to a database
- it makes a result read only
- it sorts a result
! Without it, each action computes the result anew.
? Which API is organised in named columns?
+ DataFrame
- RDD
- Accumulator
- SparkContext
! An RDD is a collection of arbitrary objects.
? What is data skew?
+ few keys with most of the rows
- columns in the wrong order
- rows with missing values
- clocks that differ
! One task then works long after the others are done.
"""
