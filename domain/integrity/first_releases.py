"""In which year a technology first could be used in public.

Our own table. Each year is that of the first public release or announcement of the oldest thing
that the canonical name of :mod:`domain.skills` stands for, preview and beta versions included
("Angular" counts from AngularJS, "Jakarta EE" from J2EE), so that a doubt always favours the
person. The years follow the release histories that projects and vendors publish (python.org,
go.dev, kubernetes.io, postgresql.org and their like, launch announcements of cloud services). They
were not checked against them one by one, which is why each errs on the early side.
"""

from __future__ import annotations

_BY_YEAR = {
    1986: "Erlang",
    1987: "Perl",
    1989: "Bash",
    1990: "Haskell",
    1991: "Python, Visual Basic, HTML, Linux",
    1993: "R, Lua, VBA",
    1994: "CSS",
    1995: "Java, JavaScript, PHP, Ruby, MySQL, Qt, Apache HTTP Server",
    1996: "XML, PostgreSQL, Microsoft Outlook",
    1998: "SOAP, Unreal Engine, VMware",
    1999: "Jakarta EE, Active Directory, InDesign",
    2000: "C#, .NET, SQLite, Subversion, ASP.NET",
    2001: "JSON, YAML, Hibernate, Drupal, SharePoint",
    2002: "Spring, F#, SSRS, Jira, Maven",
    2003: "Scala, WordPress, Groovy, PowerShell, Splunk, Tableau, Adobe Creative Suite",
    2004: "Ruby on Rails, Selenium, ServiceNow, Confluence, CUDA, WPF",
    2005: "Git, Django, Unity, Symfony, Puppet, Azure DevOps, Jenkins",
    2006: "AWS, Amazon S3, Amazon EC2, jQuery, Hadoop, Sass, RabbitMQ, Google Workspace"
    ", TeamCity, Google Sheets, Apex, Lightroom",
    2007: "Clojure, scikit-learn, Neo4j, Magento, Gradle",
    2008: "GitHub, Azure, Cassandra, Android development, Google Cloud, Chef, pandas"
    ", Entity Framework, New Relic, Bitbucket, iOS development, Cucumber, Hive",
    2009: "Go, Node.js, MongoDB, Redis, Amazon RDS, Apache Spark, Angular",
    2010: "Rust, Flask, Express, Elasticsearch, ELK Stack, Sketch, Datadog, Power BI, BigQuery",
    2011: "Kotlin, Dart, Elixir, Bootstrap, Laravel, Apache Kafka, CloudFormation, OpenShift"
    ", GitLab, CircleCI, Apache Flink, Trello, Appium, Firebase, Jupyter",
    2012: "TypeScript, Julia, Webpack, DynamoDB, Redshift, Ansible, Prometheus, Looker"
    ", Snowflake, Postman, GitLab CI",
    2013: "React, Docker, Vue.js, Spring Boot, Electron, Databricks, Slack",
    2014: "Swift, Kubernetes, Terraform, AWS Lambda, XGBoost, Grafana"
    ", Apache Airflow, Phoenix Framework, Cypress",
    2015: "React Native, Redux, GraphQL, gRPC, WebAssembly, Helm, TensorFlow, Solidity, Flutter"
    ", Figma, Adobe XD",
    2016: "PyTorch, Next.js, Svelte, dbt, Azure Functions, Microsoft Teams, Power Automate, Notion",
    2017: "NestJS, Istio, Tailwind CSS, Blazor, Pulumi, Large language models",
    2018: "FastAPI, GitHub Actions, Dagster",
    2020: "Playwright, Retrieval-augmented generation",
}

FIRST_YEARS = {name: year for year, names in _BY_YEAR.items() for name in names.split(", ")}
"""First public year by canonical skill."""
