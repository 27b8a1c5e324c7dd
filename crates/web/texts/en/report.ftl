# Texts of the public report.

## Said by the code.

report-i-am-not-sure = I am not sure

## report_received.html

report-thank-you = Thank you
report-exit-this-page = Exit this page
report-exit-activated = Loading.
report-exit-timed-out = Exit this page expired.
report-exit-press-two = Shift, press 2 more times to exit.
report-exit-press-one = Shift, press 1 more time to exit.
report-you-said-that-somebody-is = You said that somebody is in danger
report-if-you-have-not-called = If you have not called 999 yet, call now. This report may be read only later today.
report-reference = Your report has the reference { $reference }
report-you-can-write-the-reference = You can write the reference down, if that is safe for you. It says nothing about what you told us. Give it to the police if you want to add something on 101.
report-what-happens-now = What happens now
report-a-police-officer-reads-the = A police officer reads the report and decides what to do. You may hear nothing more, even where it helped: what the police do is kept from those who could be warned by it.
report-if-you-see-more-tell = If you see more, tell us again. If you worry about yourself or somebody close to you, call the Modern Slavery and Exploitation Helpline: <strong class="manumit-nowrap">08000 121 700</strong>.

## tell.html

report-tell-us-what-worries-you = Tell us what worries you
report-if-somebody-is-in-danger = If somebody is in danger now, call 999
report-if-you-cannot-speak-call = If you cannot speak, call 999 from a mobile and press 55 when you are asked to. If you cannot hear, use 18000, or text 999 if you have registered for it.
report-to-talk-to-somebody-at = To talk to somebody at any hour, without giving your name: the Modern Slavery and Exploitation Helpline, <strong class="manumit-nowrap">08000 121 700</strong>. It is free, and no record is made here.
report-other-ways-the-police-on = Other ways: the police on <strong>101</strong>, or Crimestoppers, without your name, on <strong class="manumit-nowrap">0800 555 111</strong>.
report-if-you-think-that-somebody = If you think that somebody is forced to work, sold for sex, kept as a servant, made to commit crimes, or moved about against their will, you can tell it here. You need not be sure. You need no account, and need not say who you are.
report-do-not-try-to-find = Do not try to find out more, and do not speak to the people you suspect: it could harm you, or them.
report-the-police-force-of-the = The police force of the place reads what you write. It is not shown to anybody else.
report-we-do-not-keep-the = We do not keep the address of your device. What you write is encrypted.
report-we-cannot-promise-what-will = We cannot promise what will be done, or tell you later what was.
report-if-it-is-about-you = If it is about you: you can use this page, but the helpline can do more, and no report is needed.
report-is-anybody-in-danger-now = Is anybody in danger now?
report-if-so-call-999-first = If so, call 999 first, and then tell us here.
report-yes = Yes
report-no-or-i-do-not = No, or I do not know
report-what-did-you-see-or = What did you see or hear?
report-where-optional = Where? (optional)
report-an-address-a-road-a = An address, a road, a shop, a website, or what is near it.
report-police-area-optional = Police area (optional)
report-if-you-are-not-sure = If you are not sure, the National Crime Agency reads it.
report-when-does-it-go-on = When? Does it go on? (optional)
report-people-vehicles-businesses-optional = People, vehicles, businesses (optional)
report-what-they-look-like-number = What they look like, number plates, telephone numbers, names you heard.
report-how-can-the-police-reach = How can the police reach you? (optional)
report-leave-it-empty-to-stay = Leave it empty to stay unnamed. If it is only safe at some hours, say so.
report-send = Send
