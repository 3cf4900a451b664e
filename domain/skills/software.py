"""Software skills. The notation of the tables is explained in :mod:`domain.skills.taxonomy`."""

SOFTWARE = """
# Programming languages
Python = python3, python 3, cpython
Java = java 8, java 11, java 17, java 21, java se ~ Kotlin
JavaScript = ecmascript, es6, js, vanilla js
TypeScript = ts > JavaScript
C = ?C, c programming, c language, ansi c, embedded c ~ C++
C++ = cpp, c plus plus, c++11, c++14, c++17, c++20 ~ C
C# = csharp, c sharp ~ .NET, Java
Go = ?Go, golang
Rust = ?Rust, rust lang, rustlang ~ C++
R = ?R, r programming, r language, rstudio, r studio, tidyverse, ggplot2, dplyr ~ Statistics
Ruby = ?Ruby, ruby lang
PHP = php 7, php 8
Swift = ?Swift, swift programming, swift 5
Kotlin ~ Java
Scala = ?Scala, scala lang ~ Java
Perl
Haskell
Elixir = ?Elixir, elixir lang ~ Erlang
Erlang
Clojure = clojurescript
F# = fsharp
Dart = ?Dart, dart lang
Julia = ?Julia, julia lang
Lua
MATLAB = simulink
Fortran
COBOL
Objective-C = objective c, objc
Assembly language = assembler, x86 assembly, arm assembly
Visual Basic = vb.net, vb6, visual basic .net
VBA = excel vba, visual basic for applications, excel macros
Bash = shell scripting, shell script, bash scripting, unix shell, zsh ~ Linux
PowerShell = power shell
Solidity ~ Blockchain
Groovy = ?Groovy, groovy script
ABAP = sap abap > SAP
Apex = ?Apex, apex code, salesforce apex ~ Salesforce
Verilog = systemverilog ~ VHDL, FPGA design
VHDL ~ Verilog, FPGA design
SQL = structured query language, sql queries, ansi sql
PL/SQL = plsql > SQL ~ Oracle Database
T-SQL = tsql, transact sql > SQL ~ Microsoft SQL Server
HTML = html5, xhtml
CSS = css3, cascading style sheets
Sass = ?Sass, scss > CSS
XML = xslt, xsd
JSON
YAML
GraphQL = graph ql ~ REST APIs
WebAssembly = wasm

# Web and mobile frameworks
React = ?React, react.js, reactjs, react hooks > JavaScript ~ Vue.js, Angular
Redux = redux toolkit > JavaScript ~ React
Next.js = nextjs > React
Angular = angularjs, angular.js, angular 2 > JavaScript ~ React, Vue.js
Vue.js = ?Vue, vuejs, vue 3, nuxt, nuxt.js, vuex > JavaScript ~ React, Angular
Svelte = sveltekit > JavaScript ~ React
jQuery > JavaScript
Node.js = nodejs, node js, ?Node > JavaScript
Express = ?Express, express.js, expressjs > Node.js
NestJS = nest.js > Node.js, TypeScript
Django = django rest framework, drf > Python ~ Flask, FastAPI
Flask = ?Flask, flask api > Python ~ Django, FastAPI
FastAPI = fast api > Python ~ Flask, Django
Ruby on Rails = rails, ?RoR > Ruby
Laravel > PHP ~ Symfony
Symfony > PHP ~ Laravel
WordPress = word press ~ PHP
Drupal ~ PHP
Magento = adobe commerce ~ PHP
Spring = ?Spring, spring framework, spring mvc > Java
Spring Boot = springboot > Spring, Java
Hibernate = ?Hibernate, jpa > Java
Jakarta EE = java ee, j2ee > Java
.NET = dotnet, .net core, .net framework, dot net ~ C#
ASP.NET = asp.net core, asp.net mvc > .NET
Entity Framework = ef core > .NET
Blazor > .NET
WPF > .NET
Phoenix Framework > Elixir
Tailwind CSS = tailwind, tailwindcss > CSS
Bootstrap = ?Bootstrap, bootstrap 5 > CSS
Webpack = vite, rollup > JavaScript
React Native > React ~ Mobile development
Flutter > Dart ~ Mobile development
Android development = android, android sdk, jetpack compose, android studio > Mobile development ~
  Kotlin
iOS development = ios, swiftui, uikit, xcode > Mobile development ~ Swift
Mobile development = mobile apps, mobile app development, app development
Front-end development = frontend, front end, frontend development ~ JavaScript
Back-end development = backend, back end, backend development, server side development
Full-stack development = full stack, fullstack > Front-end development, Back-end development
Web development = web applications, web app development
Qt = ?Qt, qt framework ~ C++
Electron = ?Electron, electron.js > JavaScript
Unity = ?Unity, unity3d, unity engine ~ C#, Game development
Unreal Engine = unreal, ue4, ue5 ~ C++, Game development
Game development = game programming, game engine
WebSockets = websocket, socket.io
gRPC = protobuf, protocol buffers ~ REST APIs
REST APIs = restful, rest api, restful api, rest services, restful services, ?REST, web api
API design = api development, openapi, swagger ~ REST APIs
SOAP = ?SOAP, soap web services, soap api
Microservices = micro services, microservice architecture ~ Distributed systems
Distributed systems = distributed computing, distributed architecture
Event-driven architecture = event driven, event sourcing, cqrs ~ Distributed systems
System design = software architecture, solution architecture, systems design
Object-oriented programming = oop, object oriented, object oriented design
Functional programming
Design patterns = software design patterns
Domain-driven design = ddd, domain driven design
Concurrency = multithreading, multi threading, parallel programming, concurrent programming
Data structures and algorithms = data structures, algorithms
Embedded systems = embedded software, embedded development, firmware, microcontrollers ~ C
RTOS = real time operating systems, freertos > Embedded systems
FPGA design = fpga ~ VHDL, Verilog
PCB design = altium, kicad, eagle pcb ~ Electronics
Electronics = circuit design, analog design, analogue electronics
Robotics = ros, ros2, robot operating system
PLC programming = plc, plcs, sps, sps programmierung, simatic, siemens s7, step 7, tia portal,
  allen bradley, ladder logic ~ SCADA
SCADA = hmi ~ PLC programming
IoT = internet of things, mqtt
Blockchain = ethereum, smart contracts, web3
Computer graphics = opengl, vulkan, directx, webgl, three.js
Augmented and virtual reality = augmented reality, virtual reality, ar/vr, arkit, arcore

# Quality and delivery
Unit testing = unit tests, junit, pytest, nunit, xunit, jest, mocha > Software testing
Test automation = automated testing, test automation frameworks, automation testing, qa automation >
  Software testing
Selenium = selenium webdriver > Test automation
Cypress = ?Cypress, cypress.io > Test automation
Playwright = ?Playwright > Test automation
Appium > Test automation
Cucumber = ?Cucumber, gherkin, bdd, behavior driven development, behaviour driven development > Test
  automation
Software testing = quality assurance testing, manual testing, regression testing, qa testing,
  software qa, test cases, test plans
Performance testing = load testing, jmeter, k6, gatling > Software testing
Postman = ?Postman, postman api ~ REST APIs
Test-driven development = tdd, test driven development > Unit testing
Code review = code reviews, peer review of code
Git = ?Git, git version control, version control
GitHub = git hub > Git
GitLab = git lab > Git
Bitbucket > Git
Subversion = svn
Jira = atlassian jira
Confluence = ?Confluence, atlassian confluence
Agile = agile methodologies, agile methodology, agile development, agile methods ~ Scrum
Scrum = scrum master, sprint planning, csm > Agile
Kanban > Agile
SAFe = ?SAFe, scaled agile > Agile
CI/CD = ci cd, continuous integration, continuous delivery, continuous deployment, build pipelines,
  deployment pipelines
Jenkins > CI/CD
GitHub Actions > CI/CD
GitLab CI = gitlab ci/cd > CI/CD
CircleCI = circle ci > CI/CD
Azure DevOps = azure pipelines, tfs > CI/CD
TeamCity > CI/CD
Maven = ?Maven, apache maven ~ Java
Gradle ~ Java
"""
