"""Questions about servers, containers and clouds. Our own."""

OPERATIONS = r"""
# Linux
? Which command shows the folder you are in?
+ pwd
- cd
- ls
- whoami
! Print working directory.
? What does chmod change?
+ permissions of a file
- the owner of a file
- the name of a file
- the contents of a file
! chown changes the owner.
? What does the pipe in a | b do?
+ it gives a's output to b as input
- it runs b only when a fails
- it runs a and b one after the other
- it writes a's output to the file b
! Writing to a file is >, running on failure is ||.
? Which user may do everything by default?
+ root
- admin
- daemon
- guest
! The user with the id 0 is called root.
? Which command finds lines that contain a pattern?
+ grep
- find
- cat
- wc
! find looks for files, grep inside of them.
? What does the permission r-- for others allow?
+ reading only
- reading and running
- renaming
- writing only
! r is read, w is write, x is execute.
? Where are system-wide configuration files kept?
+ /etc
- /home
- /tmp
- /dev
! /home belongs to people, /dev to devices.
? Which signal cannot be caught or ignored by a process?
+ SIGKILL
- SIGTERM
- SIGINT
- SIGHUP
! SIGTERM asks, SIGKILL ends.

# Docker
? What is an image?
+ a read-only template for containers
- a running process
- a network between containers
- a folder on the host
! A container is a running instance of an image.
? What happens to files in a container's own layer when the container is removed?
+ they are lost
- they go into the image
- they go into a volume
- they stay on the host
! What has to stay belongs into a volume.
? Which instruction names the image to start from?
+ FROM
- RUN
- COPY
- BASE
! A Dockerfile begins with it; only ARG may stand before.
? What does -p 8080:80 do?
+ it maps host port 8080 to port 80 inside
- it maps host port 80 to port 8080 inside
- it opens both ports inside
- it limits the number of requests
! The host comes first.
? What do containers on one host share?
+ the kernel
- the file system
- the process list
- the environment variables
! That makes them lighter than virtual machines.
? Why is COPY of the list of dependencies placed before COPY of the code?
+ to reuse the cached layer when only code changes
- to make the image run with fewer rights
- to hide the dependencies from the code
- to be able to delete the code later
! A changed layer makes all that follow it be built again.
? Which command lists running containers?
+ docker ps
- docker images
- docker logs
- docker build
! With -a it lists stopped ones as well.
? What does a .dockerignore file do?
+ it keeps files out of the build context
- it stops containers that fail
- it hides ports from the host
- it removes unused images
! Smaller context, faster builds, and no secrets in images by accident.

# Kubernetes
? What is the smallest unit that is deployed?
+ a pod
- a container
- a node
- a service
! A pod holds one or more containers that share a network address.
? What does a Deployment keep up?
+ the wanted number of pods
- the disk of a node
- the certificates of users
- the size of an image
! Pods that go away are replaced.
? What gives a set of pods one stable address?
+ a Service
- a ConfigMap
- a Namespace
- a Volume
! Pods come and go with new addresses; the Service stays.
? What happens to a pod that fails its readiness probe?
+ it gets no traffic from services
- it is restarted
- it is moved to another node
- it is deleted
! A failing liveness probe restarts the container.
? Which component stores the state of the cluster?
+ etcd
- kubelet
- kube-proxy
- the scheduler
! All objects live in this key-value store.
? What is a Secret by default?
+ base64-encoded, which is no encryption
- encrypted with the user's password
- readable by no pod
- stored on the node only
! Encoding hides nothing; encryption at rest has to be configured.
? What does the scheduler decide?
+ on which node a pod runs
- when a pod is restarted
- which image is used
- who may log in
! It looks at requests, taints and affinities.
? What runs one copy of a pod on every node?
+ a DaemonSet
- a StatefulSet
- a Job
- a ReplicaSet
! For example for agents that collect logs.

# Terraform
? What does terraform plan do?
+ it shows what would change
- it changes the infrastructure
- it downloads providers
- it formats the files
! apply makes the changes.
? What is the state for?
+ linking resources in code to real ones
- storing passwords of the team
- keeping old versions of the code
- measuring costs
! Without it Terraform would not know what it created.
? What does terraform init do?
+ it prepares the folder and gets providers
- it creates the first resource
- it checks the syntax only
- it deletes the state
! It is the first command in a new folder.
? What is a provider?
+ a plugin that talks to a service's API
- a person with rights to apply
- a file with variables
- a copy of the state
! Clouds and many other services have one.
? Terraform's language is declarative. What does that mean?
+ files say what should exist
- files say each step in order
- files are run from top to bottom
- files need no variables
! The order follows from the references between resources.
? Why is state of a team kept in a remote backend with locking?
+ so that two applies do not collide
- so that plans are faster
- so that no provider is needed
- so that code needs no review
! A lock lets one run at a time change the state.
? What is a module?
+ a reusable group of resources
- a single resource
- a plan that was saved
- a type of variable
! It takes inputs and gives outputs.
? What does terraform destroy remove?
+ the resources in the state
- the code in the folder
- the provider's account
- the lock file
! It plans the deletion of all that it manages.

# AWS
? What does S3 store?
+ objects in buckets
- rows in tables
- disks of servers
- queues of messages
! Amazon S3 is object storage.
? What is IAM about?
+ who may do what
- where data is stored
- how much a service costs
- how servers are updated
! Identity and Access Management: users, roles and policies.
? What is an availability zone?
+ separate data centres within a region
- a country with its own laws
- a network of one customer
- a time with lower prices
! Several zones let a system survive the loss of one.
? How does code on a virtual machine best get rights to other services?
+ by a role attached to the machine
- by keys written in the code
- by the root account's password
- by a public bucket with keys
! A role gives short-lived credentials that nobody has to store.
? What does a security group do?
+ it filters traffic to and from an instance
- it scans files for malware
- it groups users by department
- it encrypts disks
! It is a stateful firewall of the instance.
? What does AWS Lambda run?
+ functions in answer to events
- virtual machines without end
- relational databases
- container registries
! There is no server to look after, and time of use is what counts.
? Who is responsible for the physical security of the data centres?
+ AWS
- the customer
- both in equal parts
- the internet provider
! The shared responsibility model leaves configuration and data to the customer.
? Which service is a virtual machine?
+ EC2
- S3
- SQS
- IAM
! Elastic Compute Cloud rents instances; SQS is a message queue.
"""
