# NOT MADE BY A TRANSLATOR. These texts are a draft and need a translator’s review before use.
# DRAFFT: heb ei adolygu gan gyfieithydd. Rhaid i gyfieithydd adolygu’r testunau hyn cyn eu defnyddio.
#
# Texts of signing in, and taking up an invitation.

## invitation.html

sign-in-take-up-your-account = Derbyn eich cyfrif
sign-in-has-invited-you-as = Mae { $organisation } wedi eich gwahodd fel: { $role }.
sign-in-choose-a-password = Dewiswch gyfrinair
sign-in-show = Dangos
sign-in-hide = Cuddio
sign-in-show-password = Dangos y cyfrinair
sign-in-hide-password = Cuddio’r cyfrinair
sign-in-password-shown = Mae eich cyfrinair i’w weld
sign-in-password-hidden = Mae eich cyfrinair wedi’i guddio
sign-in-password = Cyfrinair
sign-in-at-least-12-characters-three = O leiaf 12 nod. Mae tri gair ar hap yn dda.
sign-in-connect-an-app-for-codes = Cysylltu ap ar gyfer codau
sign-in-open-an-app-that-makes = Agorwch ap sy’n creu codau mewngofnodi, ychwanegwch gyfrif â llaw, a theipiwch yr allwedd hon. Yma yn unig y caiff ei dangos.
sign-in-the-six-figures-that-the = Y chwe rhif y mae’r ap yn eu dangos nawr.
sign-in-take-up-the-account = Derbyn y cyfrif

## sign_in.html

sign-in-demonstration-accounts = Cyfrifon arddangos
sign-in-everything-here-is-made-up = Mae popeth yma wedi’i ddyfeisio. Dewiswch wrth ddesg pwy yr hoffech eistedd.
sign-in-with-a-password = Gyda chyfrinair
sign-in-with-your-account-of-another = Gyda’ch cyfrif gyda chorff arall
sign-in-with = Mewngofnodi gyda { $body }
sign-in-email-address = Cyfeiriad e-bost
sign-in-the-six-figures-that-your = Y chwe rhif y mae eich ap yn eu dangos nawr.
sign-in-you-are-signed-out-after = Byddwch yn cael eich allgofnodi ar ôl 30 munud heb glicio, ac ar ôl 12 awr. Cedwir yr hyn yr ydych wedi’i gadw.
