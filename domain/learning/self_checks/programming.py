"""Questions about programming languages. Our own; what holds in every version in use."""

PROGRAMMING = r"""
# Python
? Which built-in type cannot be changed after it was created?
+ tuple
- list
- dict
- set
! A tuple is immutable; lists, dicts and sets can be changed in place.
? What does len({1, 2, 2, 3}) return?
+ 3
- 4
- 2
- an error
! A set keeps each value once, so the second 2 does not count.
? What is the value of "abc"[::-1]?
+ "cba"
- "abc"
- "c"
- "ab"
! A step of -1 walks through the string backwards.
? What does a function return when it ends without a return statement?
+ None
- 0
- an empty string
- False
! Every call has a value; without a return statement it is None.
? Which keyword makes a function a generator?
+ yield
- return
- async
- lambda
! A function whose body contains yield returns a generator when it is called.
? What happens when d is a dict, the key "x" is missing, and d.get("x") is evaluated?
+ the result is None
- KeyError is raised
- the key is added with None
- the result is an empty dict
! get returns its default, which is None, and leaves the dict as it is.
? When is a default value like in def f(items=[]) created?
+ once, when def is executed
- at every call of f
- at the first call of f
- whenever items is read
! Default values are evaluated at the definition, so calls share one list.
? What does 7 // 2 evaluate to?
+ 3
- 3.5
- 4
- 1
! // divides and rounds down; the remainder is what % gives.

# Java
? Which method is called on two String objects to compare their characters?
+ equals
- ==
- same
- match
! == compares references; equals compares the contents.
? Which keyword says that a class takes over the members of another class?
+ extends
- implements
- imports
- inherits
! A class extends one class; it implements interfaces.
? What can be said of a local variable that is declared final?
+ it is assigned once
- it is visible everywhere
- it holds no object
- it is thread-local
! final forbids a second assignment; the object itself may still change.
? Which collection keeps no duplicates?
+ Set
- List
- ArrayList
- LinkedList
! By its contract a Set holds no two elements that are equal.
? Which exceptions must be caught or declared by a method?
+ checked ones
- all of them
- errors
- runtime ones
! The compiler enforces this for checked exceptions only.
? What happens to objects that nothing can reach any more?
+ the garbage collector may free them
- the programmer has to delete them
- they stay until the program ends
- the compiler removes them
! Memory is reclaimed by the garbage collector, at a time of its choosing.
? What does an interface method without a body ask of a class that is not abstract?
+ to implement it
- to override it twice
- to make it private
- to call it at the start
! A concrete class has to give every abstract method a body.
? If equals is overridden in a class, which method has to be overridden with it?
+ hashCode
- toString
- clone
- finalize
! Equal objects must have equal hash codes, or hash maps lose them.

# JavaScript
? What does 1 + "1" evaluate to?
+ "11"
- 2
- NaN
- an error
! With a string on one side, + joins: the number becomes a string.
? Which comparison does not convert types?
+ ===
- ==
- !=
- >=
! Strict equality is false for values of different types.
? Which keyword declares a variable that cannot be assigned again?
+ const
- let
- var
- static
! const fixes the binding; an object it points to can still change.
? What does typeof null return?
+ "object"
- "null"
- "undefined"
- "none"
! An old quirk of the language that was kept for compatibility.
? What does await do inside an async function?
+ it pauses that function until the promise settles
- it blocks the whole thread until the promise settles
- it starts a new thread for the rest of the function
- it makes the promise run at once and without errors
! Only the async function waits; other code goes on meanwhile.
? Which array method returns a new array with the result of a function per element?
+ map
- forEach
- push
- find
! forEach returns undefined; map collects the results.
? What is the value of a declared variable to which nothing was assigned?
+ undefined
- null
- 0
- NaN
! let x; leaves x undefined until something is assigned.
? What does JSON.parse do?
+ it turns a string into a value
- it turns a value into a string
- it sends a value to a server
- it checks a value for HTML
! JSON.stringify is the other direction.

# TypeScript
? What becomes of type annotations when the code is compiled to JavaScript?
+ they are removed
- they become comments
- they are checked at run time
- they become classes
! Types exist for the compiler only; they leave no code behind.
? What does the type string | number accept?
+ a string or a number
- a string and a number joined
- an array of both
- only text made of digits
! A union type accepts a value of any of its members.
? Which type switches off checking for a value?
+ any
- unknown
- never
- object
! unknown must be narrowed before use; any can be used as anything.
? What does the question mark say in interface A { name?: string }?
+ the property may be missing
- the property is private
- the property is a promise
- the property is read only
! An optional property may be left out.
? What does readonly before a property forbid?
+ assigning it again
- reading it outside of the class
- printing it
- passing it to functions
! The compiler refuses assignments after the object was made.
? Which type has no values at all?
+ never
- void
- null
- undefined
! never is the type of what cannot happen, such as the result of a function that always throws.
? What are type parameters such as <T> in function first<T>(items: T[]): T for?
+ keeping the result tied to the type of the argument
- making the function run faster on large arrays
- converting the elements to another type
- allowing exactly one type of argument
! A generic function works for many types and remembers which one it was given.
? Which operator gives the names of the properties of a type as a union?
+ keyof
- nameof
- in
- instanceof
! keyof { a: 1; b: 2 } is "a" | "b".

# Go
? How does a function usually report a failure?
+ it returns an error value
- it throws an exception
- it sets a global variable
- it ends the program
! Errors are ordinary values, by convention the last result.
? Which statement starts a function as a goroutine?
+ go f()
- run f()
- async f()
- thread f()
! The go statement calls the function concurrently.
? When does a deferred call run?
+ when the surrounding function returns
- at the end of the current block
- when the program ends
- as soon as a goroutine is free
! defer puts the call off until the function returns, also after a panic.
? How is an identifier made visible outside of its package?
+ by a capital first letter
- by the keyword public
- by the keyword export
- by listing it in go.mod
! Exported names begin with an upper-case letter.
? What does a type need in order to satisfy an interface?
+ the methods of the interface
- the keyword implements
- an embedded interface
- a registration in init
! Interfaces are satisfied implicitly.
? What is the zero value of a pointer?
+ nil
- 0
- an empty struct
- undefined
! Pointers, slices, maps, channels, functions and interfaces start as nil.
? What does a receive from an unbuffered channel do while nobody sends?
+ it blocks
- it returns an error
- it panics
- it returns the zero value
! Sender and receiver of an unbuffered channel wait for each other.
? Which loop keyword does the language have?
+ for
- while
- until
- loop
! for is the only loop; its parts can be left out.

# SQL
? Which clause filters groups after GROUP BY?
+ HAVING
- WHERE
- ORDER BY
- DISTINCT
! WHERE filters rows before they are grouped, HAVING the groups.
? Which join keeps every row of the left table, matched or not?
+ LEFT JOIN
- INNER JOIN
- CROSS JOIN
- RIGHT JOIN
! Rows without a match get NULL in the columns of the right table.
? What does COUNT(*) count that COUNT(column) does not?
+ rows where the column is NULL
- rows that appear twice
- rows of other tables
- rows that were deleted
! COUNT(column) skips NULL, COUNT(*) counts rows.
? How is a missing value found?
+ column IS NULL
- column = NULL
- column == ''
- NOT column
! A comparison with NULL is never true, so IS NULL is needed.
? What does a primary key guarantee?
+ its values are unique and not NULL
- its values are in ascending order
- its values are numbers
- its values never change
! It identifies a row; order, type and change are not its business.
? Which statement changes rows that exist already?
+ UPDATE
- ALTER
- INSERT
- CREATE
! ALTER changes the structure of a table, UPDATE its rows.
? What is the order of rows without ORDER BY?
+ not guaranteed
- by primary key
- by time of insertion
- alphabetical
! A table is a set; only ORDER BY fixes the order of a result.
? Which operator removes duplicates when it puts two results below each other?
+ UNION
- UNION ALL
- JOIN
- CROSS JOIN
! UNION ALL keeps duplicates, UNION drops them.
"""
