# NOT MADE BY A TRANSLATOR. These texts are a draft and need a translator’s review before use.
# DRAFFT: heb ei adolygu gan gyfieithydd. Rhaid i gyfieithydd adolygu’r testunau hyn cyn eu defnyddio.
#
# Texts of asking to look again at a decision.

## reconsideration.html

reconsideration-ask = Gofyn am edrych ar y penderfyniad eto
reconsideration-the-decision-of = Mae penderfyniad { $on } yn negyddol.
reconsideration-you-ask-for-the-person = Rydych yn gofyn ar ran y person, a chyda’i gytundeb. Mae’r awdurdod cymwys yn darllen yr hyn a ysgrifennwch yma, ac yn ei ateb; mae rhywun heblaw gwneuthurwr y penderfyniad yn edrych arno.
reconsideration-until = Gofynnwch erbyn { $until }.
reconsideration-time-ended = Daeth yr amser i ofyn i ben ar { $until }. Gellir gofyn o hyd am reswm eithriadol.
reconsideration-why = Pam y dylid edrych arno eto?
reconsideration-ground-new-evidence = Mae rhywbeth newydd
reconsideration-ground-guidance = Ni ddilynodd y penderfyniad y canllawiau
reconsideration-what-is-new = Beth sy’n newydd, neu beth na ddilynodd y canllawiau?
reconsideration-what-is-new-hint = Enwch bob dogfen. Anfonwch y ffeiliau gyda’r atgyfeiriad, o dan “Tystiolaeth”.
reconsideration-why-late = Pam y daw’n hwyr, neu eto (os felly)
reconsideration-why-late-hint = Gadewch hwn yn wag os ydych yn gofyn mewn pryd ac am y tro cyntaf.
reconsideration-send = Anfon y cais
