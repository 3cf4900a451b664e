"""Cloud, operations, security, data and machine learning skills."""

PLATFORMS = """
# Cloud and operations
AWS = amazon web services, aws cloud ~ Azure, Google Cloud
Amazon EC2 = ec2 > AWS
Amazon S3 = s3 > AWS
AWS Lambda = lambda functions > AWS ~ Serverless
Amazon RDS = rds, aurora db > AWS
CloudFormation = cloud formation > AWS ~ Terraform
Azure = microsoft azure, azure cloud ~ AWS, Google Cloud
Azure Functions > Azure ~ Serverless
Google Cloud = gcp, google cloud platform ~ AWS, Azure
Cloud computing = cloud infrastructure, cloud services, cloud platforms
Serverless = serverless architecture
Docker = dockerfile, docker compose, docker containers, containerization, containerisation
Kubernetes = k8s, eks, gke, aks, kubectl > Docker
Helm = ?Helm, helm charts > Kubernetes
OpenShift > Kubernetes
Istio = service mesh ~ Kubernetes
Terraform = infrastructure as code, iac, opentofu ~ CloudFormation, Pulumi
Pulumi ~ Terraform
Ansible = ansible playbooks ~ Puppet, Chef
Puppet = ?Puppet, puppet labs ~ Ansible
Chef = ?Chef, chef infra ~ Ansible
DevOps = dev ops ~ CI/CD
Site reliability engineering = sre, site reliability ~ DevOps
Observability = monitoring and alerting, opentelemetry, distributed tracing
Prometheus = promql > Observability
Grafana > Observability
Datadog > Observability
New Relic > Observability
Splunk ~ Observability
ELK Stack = elastic stack, kibana, logstash > Observability ~ Elasticsearch
Incident response = incident management, on-call, on call rotation, incident handling
Linux = ubuntu, debian, red hat, rhel, centos, linux administration, unix
Windows Server = windows server administration, windows administration
Active Directory = ldap, azure ad, entra id
VMware = vsphere, esxi ~ Virtualization
Virtualization = virtualisation, hyper-v, kvm, proxmox
Networking = ?Networking, tcp/ip, computer networks, network administration, network engineering,
  lan/wan, routing and switching
Cisco = cisco ios, ccna, ccnp > Networking
DNS = dhcp > Networking
Firewalls = firewall, palo alto networks, fortinet, pfsense ~ Network security
VPN = ipsec ~ Network security
Load balancing = nginx, haproxy, load balancers
Apache HTTP Server = apache web server
IT support = help desk, helpdesk, technical support, desktop support, service desk, it helpdesk,
  it-support
ITIL = it service management, itsm
ServiceNow = service now ~ ITIL
Microsoft Intune = intune, mdm, sccm
Storage administration = san, storage area network, netapp
Backup and recovery = disaster recovery, veeam, business continuity

# Security
Cybersecurity = cyber security, information security, infosec, it security
Network security = intrusion detection, ids/ips > Cybersecurity
Application security = appsec, owasp, secure coding, secure development > Cybersecurity
Penetration testing = pen testing, pentesting, ethical hacking, oscp, burp suite, metasploit >
  Cybersecurity
Vulnerability management = nessus, qualys, vulnerability assessment, vulnerability scanning >
  Cybersecurity
SIEM = security information and event management, qradar, microsoft sentinel > Cybersecurity
Security operations = soc analyst, security operations center, security operations centre, threat
  hunting > Cybersecurity
Identity and access management = iam, okta, sso, single sign-on, oauth, oauth2, saml, openid connect
  ~ Cybersecurity
Cryptography = encryption, pki, tls ~ Cybersecurity
Cloud security > Cybersecurity
ISO 27001 = iso/iec 27001, iso27001 ~ Cybersecurity
SOC 2 = soc2 ~ ISO 27001
GDPR = data protection, data privacy, ccpa
Risk assessment = threat modeling, threat modelling, security risk assessment
Digital forensics = computer forensics, forensic analysis > Cybersecurity

# Databases
PostgreSQL = postgres, psql > SQL ~ MySQL
MySQL = mariadb > SQL ~ PostgreSQL
Microsoft SQL Server = sql server, mssql, ms sql > SQL
Oracle Database = oracle db, oracle sql, oracle 12c, oracle 19c > SQL
SQLite > SQL
MongoDB = mongo > NoSQL
Redis > NoSQL
Cassandra = ?Cassandra, apache cassandra > NoSQL
DynamoDB = dynamo db > NoSQL, AWS
Elasticsearch = elastic search, opensearch ~ NoSQL
Neo4j = graph databases, cypher query > NoSQL
NoSQL = no sql, document databases
Firebase = firestore
Database administration = dba, database management, database tuning > SQL
Database design = data modeling, data modelling, schema design, entity relationship
Query optimization = query tuning, sql tuning, query optimisation > SQL

# Data engineering and analytics
Data engineering = data pipelines, data pipeline, data architecture, data engineer
ETL = elt, extract transform load, etl pipelines > Data engineering
Apache Spark = pyspark, ?Spark, spark sql, spark streaming > Data engineering
Apache Kafka = kafka, kafka streams ~ Event-driven architecture
RabbitMQ = rabbit mq, message queues, message queue ~ Apache Kafka
Apache Airflow = airflow > Data engineering ~ Dagster
Dagster = prefect ~ Apache Airflow
Apache Flink = flink ~ Apache Spark
Hadoop = hdfs, mapreduce > Data engineering
Hive = ?Hive, apache hive, hiveql > Hadoop, SQL
dbt = data build tool > SQL ~ Data engineering
Snowflake = ?Snowflake, snowflake db > SQL ~ Data warehousing
BigQuery = google bigquery, big query > SQL, Google Cloud ~ Data warehousing
Redshift = amazon redshift > SQL, AWS ~ Data warehousing
Databricks = delta lake > Apache Spark
Data warehousing = data warehouse, data warehouses, dimensional modeling, star schema
Data lakes = data lake, lakehouse
Informatica > ETL
SSIS = sql server integration services > ETL
Talend > ETL
Data governance = data quality, master data management, data stewardship
Data analysis = data analytics, data analyst, data cleaning, analyzing data, analysing data,
  datenanalyse, análisis de datos, analyse de données, análise de dados
Business intelligence = bi reporting, bi developer, bi tools ~ Data analysis
Tableau = ?Tableau, tableau desktop, tableau dashboards > Data visualization ~ Power BI
Power BI = powerbi, dax, power query > Data visualization ~ Tableau
Looker = ?Looker, lookml, looker studio, google data studio > Data visualization ~ Power BI
Qlik = qlikview, qlik sense > Data visualization ~ Power BI
SSRS = crystal reports ~ Business intelligence
Data visualization = data visualisation, dashboards, dashboarding, d3.js
pandas = ?pandas, numpy > Python ~ Data analysis
Statistics = statistical analysis, statistical modeling, statistical modelling, statistical methods,
  regression analysis, statistik, estadística
SPSS = ibm spss ~ Statistics
SAS = ?SAS, sas programming, base sas ~ Statistics
Stata ~ Statistics
A/B testing = ab testing, experimentation, split testing ~ Statistics
Time series analysis = time series, forecasting models ~ Statistics
Econometrics ~ Statistics
Operations research = linear programming, mathematical optimization
GIS = arcgis, qgis, geographic information systems, esri
Data mining
Web scraping = beautifulsoup, scrapy ~ Python

# Machine learning
Machine learning = ml, ml models, maschinelles lernen, aprendizaje automático, apprentissage
  automatique
Deep learning = neural networks, neural network > Machine learning
Artificial intelligence = ai, künstliche intelligenz ~ Machine learning
Natural language processing = nlp, text mining, spacy, nltk > Machine learning
Computer vision = image processing, opencv, object detection > Machine learning
Large language models = llm, llms, gpt, transformers, generative ai, genai, prompt engineering ~
  Natural language processing
Retrieval-augmented generation = rag, retrieval augmented generation, langchain, vector databases ~
  Large language models
PyTorch > Deep learning, Python ~ TensorFlow
TensorFlow = keras > Deep learning ~ PyTorch
scikit-learn = sklearn, scikit learn > Machine learning, Python
XGBoost = lightgbm, gradient boosting > Machine learning
Recommender systems = recommendation systems, recommendation engines > Machine learning
Reinforcement learning > Machine learning
MLOps = ml ops, mlflow, model deployment, kubeflow, sagemaker ~ Machine learning
Feature engineering > Machine learning
Predictive modeling = predictive modelling, predictive analytics > Machine learning
CUDA = gpu programming
Speech recognition > Machine learning
Data science = data scientist, data scientists ~ Machine learning, Statistics
Jupyter = jupyter notebooks ~ Python
Bioinformatics = genomics, sequencing data
"""
