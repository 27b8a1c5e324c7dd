# NOT MADE BY A TRANSLATOR. These texts are a draft and need a translator’s review before use.
# DRAFFT: heb ei adolygu gan gyfieithydd. Rhaid i gyfieithydd adolygu’r testunau hyn cyn eu defnyddio.
#
# Texts of the tokens of other systems.

## tokens.html and token_issued.html

token-tokens = Tocynnau systemau eraill
token-with-a-token-another-system = Gyda thocyn mae system arall yn gweithredu dros y cyfrif hwn, at un diben, tan ddiwrnod. Gall pwy bynnag sydd â’r tocyn wneud yr hyn y gall y cyfrif ei wneud; mae’n sefyll ar bob cofnod a phob golwg.
token-of-this-account = Tocynnau’r cyfrif hwn
token-purpose = Diben
token-made = Gwnaed
token-holds-until = Yn dal tan
token-end = Ei derfynu<span class="govuk-visually-hidden"> ({ $purpose })</span>
token-ended = Terfynwyd ar { $on }
token-over = Mae ei amser ar ben
token-none-yet = Nid oes gan y cyfrif hwn unrhyw docynnau.
token-make-one = Gwneud tocyn
token-purpose-label = Ar gyfer beth y mae?
token-purpose-hint = Mewn ychydig eiriau, er enghraifft: system achosion yr heddlu.
token-days = Am faint o ddiwrnodau y mae’n dal?
token-make = Ei wneud
token-is-made = Mae’r tocyn wedi’i wneud
token-made-for = Mae ar gyfer: { $purpose }
token-shown-once = Fe’i dangosir yma unwaith, ac ni chaiff ei gadw yn unman. Rhowch ef i’r system arall nawr, drwy ffordd ddiogel.
