"""Questions about professions beside computing. Our own; general knowledge, no local rules."""

TRADES = r"""
# Accounting
? What is the accounting equation?
+ assets = liabilities + equity
- assets = income - expenses
- equity = assets + liabilities
- income = assets - equity
! Both sides of the balance sheet are equal, always.
? Which statement shows a position on one day?
+ the balance sheet
- the income statement
- the cash flow statement
- the budget
! The other statements cover a period.
? What does depreciation do?
+ it spreads an asset's cost over its life
- it records the asset's market price
- it sets cash aside for a new asset
- it lowers the asset's purchase price
! It is an expense without a payment.
? On which side is an increase of an asset account entered?
+ debit
- credit
- on both
- on none
! Assets and expenses grow on the debit side.
? What are accounts receivable?
+ amounts that customers owe
- amounts owed to suppliers
- cash at the bank
- loans that were taken
! What is owed to suppliers is accounts payable.
? What does accrual accounting record revenue by?
+ when it is earned
- when cash arrives
- when the order comes
- when the year ends
! Cash accounting would wait for the payment.
? What does a bank reconciliation compare?
+ the books with the bank statement
- two banks with each other
- the budget with the result
- invoices with orders
! Differences are found and explained.
? A machine is bought for cash. What happens to total assets?
+ they stay the same
- they rise
- they fall
- they double
! One asset grows, another shrinks by the same amount.

# Budgeting
? What is a variance in budget control?
+ actual minus planned
- this year minus last year
- income minus expenses
- planned minus approved
! It is what has to be explained.
? Which costs stay the same when output grows within capacity?
+ fixed costs
- variable costs
- unit costs
- marginal costs
! Rent is the usual example.
? What does zero-based budgeting start from?
+ nothing: each expense is justified anew
- last year's figures plus inflation
- the highest offer of each supplier
- the average of several years
! The usual way, starting from last year, is called incremental.
? What is the break-even point?
+ revenue equals total cost
- revenue equals fixed cost
- profit is at its highest
- cost is at its lowest
! Beyond it each sale adds to profit.
? Price 50, variable cost 30 per piece, fixed costs 1,000. Where is break-even?
+ 50 pieces
- 20 pieces
- 33 pieces
- 100 pieces
! Each piece contributes 20, and 1,000 / 20 = 50.
? What is a rolling forecast?
+ one that is extended each period
- one that covers a single year
- one that never changes
- one that lists costs only
! When a month ends, another one is added at the end.
? What is capital expenditure?
+ spending on assets of long use
- spending on salaries
- spending on interest
- spending on daily supplies
! It goes to the balance sheet and is depreciated.
? What is a contingency in a budget?
+ an amount for what was not foreseen
- a limit for each department
- a discount from a supplier
- a loan from a bank
! It is released when a risk becomes real.

# Teaching
? What is formative assessment for?
+ to adapt teaching while learning goes on
- to grade at the end of a course
- to compare schools
- to select applicants
! Assessment at the end is summative.
? What is scaffolding?
+ support that is taken away step by step
- a fixed seating plan
- a test before the course
- repeating until all are bored
! Help fits what a learner cannot do alone yet.
? Which of Bloom's levels is the most basic one?
+ remember
- analyse
- evaluate
- create
! In the revised version the levels go from remember to create.
? Which learning goal can be observed?
+ pupils name three causes of erosion
- pupils understand erosion
- pupils appreciate landscapes
- pupils know about soil
! A verb of doing can be seen and checked.
? What helps long-term memory more, with the same total time?
+ practice spread over days
- practice in one long session
- reading a text twice in a row
- highlighting the text
! The spacing effect is one of the best supported findings.
? What is differentiation?
+ adapting tasks to different learners
- giving different grades for the same work
- separating subjects by day
- one task for all at one pace
! Goal or topic may be shared while the way differs.
? What does a rubric describe?
+ criteria and levels of quality
- the order of lessons
- the rules of a room
- the books of a course
! Learners see beforehand what counts as good.
? What does recalling an answer from memory do, compared with rereading?
+ it strengthens memory more
- it has no effect
- it only measures memory
- it weakens memory
! This is called the testing effect, or retrieval practice.

# Nursing
? Which act does most to prevent the spread of infections in care?
+ hand hygiene
- wearing a cap
- airing rooms at night
- changing curtains
! Hands are the most common way of transmission.
? Which finding is a sign of hypoglycaemia?
+ sweating and trembling
- dry, hot skin with thirst
- slow, deep breathing
- swollen ankles
! Low blood sugar triggers adrenaline: sweating, trembling, confusion.
? Where are pressure ulcers most likely in a person who lies on the back?
+ sacrum and heels
- knees and chest
- palms and elbows' inner side
- forehead and chin
! Bone lies close under the skin there and carries weight.
? What is normal body temperature in adults, roughly?
+ 36.5 to 37.5 °C
- 34.5 to 35.5 °C
- 38.0 to 39.0 °C
- 39.0 to 40.0 °C
! Below 35 °C is hypothermia; from 38 °C one speaks of fever.
? What is checked with at least two identifiers before a medicine is given?
+ that it is the right patient
- that it is the right hour
- that it is the right room
- that it is the right form
! Name and date of birth, for example, never the room number.
? What does tachycardia mean?
+ a fast heart rate
- a slow heart rate
- high blood pressure
- fast breathing
! In adults at rest: above 100 beats a minute.
? Into which tissue is a subcutaneous injection given?
+ the fat under the skin
- the muscle
- the vein
- the top layer of skin
! Insulin is given this way.
? Which position eases breathing for a person with shortness of breath?
+ upright, leaning on the arms
- flat on the back
- head down
- flat on the belly, arms crossed
! Sitting up lets the diaphragm and the helping muscles work.

# Warehouse operations
? What does FIFO mean?
+ what came first goes out first
- what came last goes out first
- the heaviest goes out first
- the dearest goes out first
! It keeps goods from getting old on the shelf.
? For goods with an expiry date, which rule counts?
+ first expired, first out
- last in, first out
- largest lot, first out
- nearest shelf, first out
! FEFO looks at the date, not at the arrival.
? What is a SKU?
+ a code for one kind of article
- a code for one pallet place
- a type of lift truck
- a form for damaged goods
! Stock keeping unit: each variant has its own.
? What is cross-docking?
+ goods go out without being stored
- goods are stored across two aisles
- trucks unload at two doors
- orders are picked twice
! Incoming goods are sorted and loaded again at once.
? What is cycle counting?
+ counting a part of the stock regularly
- counting everything once a year
- counting trucks per hour
- counting returns per customer
! Errors are found all year without closing the warehouse.
? Where do fast-moving articles belong?
+ near the place of dispatch
- in the highest rack
- in the farthest aisle
- next to the returns
! Short ways for what is picked most.
? Where should the heavier load be on a mixed pallet?
+ at the bottom
- at the top
- on one side
- in the corners of the top layer
! A low centre of gravity keeps it stable, and nothing is crushed.
? What does a delivery note list?
+ what was delivered
- what has to be paid
- what was ordered last year
- what the truck weighs
! It is compared with the goods and the order; the price is on the invoice.

# Electrical installation
? What does Ohm's law say?
+ voltage = current × resistance
- current = voltage × resistance
- power = voltage × resistance
- resistance = current × voltage
! From it follow current = voltage / resistance and the other forms.
? What does a residual current device react to?
+ a difference between outgoing and returning current
- a voltage that is too high
- a cable that is too long
- a motor that runs too fast
! Missing current flows elsewhere, maybe through a person.
? What does a circuit breaker protect in the first place?
+ the cable against too much current
- people against every electric shock
- devices against lightning
- the meter against tampering
! It opens on overload and short circuit.
? How much current does a device of 2,300 W draw at 230 V, roughly?
+ 10 A
- 1 A
- 23 A
- 100 A
! Current is power divided by voltage.
? What must be done before work on an installation that was switched off?
+ prove that it is dead
- tell the customer the price
- measure the room temperature
- replace the fuse
! Switching off can have hit the wrong circuit: test first.
? How do equal lamps in parallel to one supply behave when one fails?
+ the others stay on
- the others go out
- the others get brighter by half
- the others flicker
! In parallel, each lamp has the full voltage and its own path.
? What is the resistance of two equal resistors of 100 Ω in series?
+ 200 Ω
- 100 Ω
- 50 Ω
- 10 Ω
! In series they add up; in parallel it would be 50 Ω.
? What is the purpose of a protective earth conductor?
+ to carry fault current so that the supply is cut
- to carry the normal current back
- to raise the voltage of devices
- to save energy in standby
! A metal case cannot stay live: the fault current trips the protection.
"""
