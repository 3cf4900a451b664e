"""Questions about web technology. Our own; what the standards say."""

WEB = r"""
# HTML
? Which element is a link to another page?
+ a
- link
- href
- nav
! <a href="..."> is what people click; <link> connects files such as stylesheets.
? What is the alt attribute of an image for?
+ its text when the image is not seen
- its address on the server
- its width in pixels
- its title in the browser tab
! Screen readers read it out, and browsers show it when the image is missing.
? Which element holds the main heading of a page?
+ h1
- head
- header
- title
! h1 is the first level of headings; title names the page in the tab.
? Which element ties a text to a form field, so that clicking it focuses the field?
+ label
- legend
- span
- caption
! <label for="id"> names the field for everybody, screen readers included.
? Which list is numbered?
+ ol
- ul
- dl
- li
! ol is an ordered list, ul an unordered one.
? Where does a description of the document that is not shown, such as its charset, belong?
+ in head
- in body
- in footer
- in main
! head holds metadata, body what is shown.
? Which attribute has to be unique within a page?
+ id
- class
- name
- style
! A class may be shared by many elements, an id by none.
? Which input type hides what is typed?
+ password
- hidden
- secret
- text
! type="hidden" shows no field at all.

# CSS
? What does the selector .note match?
+ elements with the class note
- elements named note
- the element with the id note
- elements inside of note
! A dot is for classes, a hash sign for ids.
? Which property sets the space between the border and the content of an element?
+ padding
- margin
- spacing
- gap
! Padding is inside of the border, margin outside.
? What does display: none do to an element?
+ it takes no space and is not shown
- it is invisible and keeps its space
- it moves behind the others
- it is removed from the document
! visibility: hidden would keep the space; the element stays in the document.
? To what does 1rem relate?
+ the font size of the root element
- the font size of the parent element
- the width of the window
- the height of the line
! em relates to the element's own or its parent's font size, rem to the root's.
? Which layout places items along one axis?
+ flexbox
- grid
- table
- float
! Grid has rows and columns at once; flexbox lays out along one axis.
? Which selector is the most specific one?
+ #menu
- .menu
- nav
- *
! An id outweighs classes, classes outweigh element names.
? What is a media query for?
+ rules that apply under conditions such as width
- loading of pictures and films
- asking people for permission
- rules for files from other servers
! @media applies rules for certain widths, print, or preferences.
? With box-sizing: border-box, what does width include?
+ content, padding and border
- content only
- content, padding, border and margin
- content and margin
! The margin is never part of the width.

# React
? What makes a component render again?
+ a change of its state or of its parent
- a change of any variable in the file
- a timer of the browser
- a change of the page's address only
! React re-renders when state is set and when the parent renders.
? Why do elements of a list get a key?
+ to be recognised between renderings
- to be sorted by React
- to be reachable by CSS
- to be encrypted in the page
! Keys tell React which item is which when the list changes.
? What does useState return?
+ the value and a function that sets it
- the value only
- a promise of the value
- an object with all state
! It is a pair: const [count, setCount] = useState(0).
? How does a parent hand data to a child component?
+ through props
- through state of the child
- through global variables
- through the DOM
! Props go from parent to child and are read only there.
? When does an effect with an empty list of dependencies run?
+ after the component was mounted
- before every rendering
- after every rendering
- when any state changes
! Nothing in the list can change, so it runs after mounting only.
? Where may hooks be called?
+ at the top level of a component or hook
- inside of loops
- inside of conditions
- inside of event handlers
! React relies on the same order of hooks at every rendering.
? How should state that is an array be changed?
+ by setting a new array
- by push and nothing else
- by assigning an index
- by sorting it in place
! React compares references; a changed old array looks the same.
? What is JSX turned into?
+ JavaScript function calls
- HTML strings
- CSS classes
- JSON files
! A compiler turns each element into a call that creates it.

# REST APIs
? Which HTTP method reads a resource without changing it?
+ GET
- POST
- PUT
- DELETE
! GET is safe: it asks for a representation and changes nothing.
? What does status 404 say?
+ the resource was not found
- the request was not allowed
- the server failed
- the request took too long
! 403 is for what is forbidden, 5xx for failures of the server.
? Which status says that something was created?
+ 201
- 200
- 204
- 302
! 201 Created usually names the new resource in Location.
? What does idempotent mean for a request?
+ sending it twice has the effect of sending it once
- it can be answered from a cache
- it never fails
- it needs no authentication
! PUT and DELETE are idempotent, POST in general is not.
? Whose fault do status codes from 400 to 499 speak of?
+ the client's
- the server's
- the network's
- nobody's
! 4xx: the request is at fault; 5xx: the server is.
? Which header says in what format a body is sent?
+ Content-Type
- Accept
- Host
- User-Agent
! Accept names what the client wants back; Content-Type names what is sent.
? What does stateless mean for such an interface?
+ each request carries all that is needed
- the server stores no data
- the answers are always the same
- no request changes anything
! The server keeps no session between requests; data is stored all the same.
? What does status 429 ask of the client?
+ to slow down
- to log in
- to follow a new address
- to repeat it at once
! Too Many Requests: a rate limit was hit.

# Django
? What does a model class describe?
+ a database table
- a web page
- an address pattern
- a form's look
! Each model maps to a table, its fields to columns.
? Which command writes changes of the models into new migration files?
+ makemigrations
- migrate
- runserver
- collectstatic
! makemigrations writes the files, migrate applies them.
? What does a view do?
+ it takes a request and returns a response
- it stores rows in the database
- it defines the database schema
- it starts the web server
! A view is a function or class that answers a request.
? Where are URL patterns mapped to views?
+ in urls.py
- in models.py
- in admin.py
- in manage.py
! urlpatterns in a URLconf module lists them.
? When does a QuerySet ask the database?
+ when its results are needed
- when it is created
- when it is filtered
- at the end of the request
! QuerySets are lazy: filter only builds the query.
? What does select_related save?
+ a query per related object
- memory of the browser
- migrations of related models
- checks of permissions
! It joins the foreign key's table into the first query.
? Against what does the csrf_token tag in a form protect?
+ requests that another site forges
- SQL in form fields
- passwords that are too short
- too many requests
! A forged form on another site cannot know the token.
? What does get_object_or_404 do when there is no such object?
+ it raises Http404
- it returns None
- it creates the object
- it returns an empty list
! The visitor gets a "not found" page instead of a server error.

# Git
? What does git commit record?
+ what is staged
- every file in the folder
- what was pushed
- only new files
! The commit takes the index, which git add fills.
? Which command sends local commits to another repository?
+ git push
- git pull
- git fetch
- git commit
! fetch and pull go the other way.
? What does git pull do beside fetching?
+ it integrates what was fetched
- it deletes the local branch
- it pushes local commits
- it creates a tag
! pull is fetch followed by merge or rebase.
? What is a branch?
+ a name that points to a commit
- a copy of all files
- a folder on the server
- a list of changed lines
! It moves on to the new commit with each commit made on it.
? Which file lists what Git should not track?
+ .gitignore
- .gitconfig
- .gitmodules
- .gitkeep
! Patterns in .gitignore keep untracked files out of the way.
? When does a merge conflict occur?
+ both sides changed the same lines
- two branches have different names
- one branch has more commits
- a file was added on one side
! Git cannot know which version is meant and asks.
? Which command undoes a published commit without rewriting history?
+ git revert
- git reset --hard
- git rebase
- git clean
! revert adds a new commit that does the opposite.
? What does git stash do?
+ it puts uncommitted changes aside
- it deletes old branches
- it compresses the repository
- it signs the last commit
! The working folder is clean again, and git stash pop brings them back.
"""
