# NOT MADE BY A TRANSLATOR. These texts are a draft and need a translator’s review before use.
# DRAFFT: heb ei adolygu gan gyfieithydd. Rhaid i gyfieithydd adolygu’r testunau hyn cyn eu defnyddio.
#
# Texts of accounts and invitations.

## Said by the code.

account-state-invited = Gwahoddwyd
account-state-open = Agored
account-state-suspended = Wedi’i atal
account-state-closed = Wedi’i gau
account-choose-a-role = Dewiswch rôl

## account_invite.html

account-invite-somebody = Gwahodd rhywun
account-accounts = Cyfrifon
account-for-another-organisation-invite-its = Ar gyfer sefydliad arall, gwahoddwch ei arweinydd; yr arweinydd sy’n gwahodd y lleill.
account-to = I { $organisation_name }.
account-organisation-hint = Ei god, fel y mae yn y <a class="govuk-link" href="/law">rhestr o sefydliadau mewn grym</a>
account-email-address-at-work = Cyfeiriad e-bost yn y gwaith
account-they-sign-in-with-it = Byddant yn mewngofnodi gydag ef. Ni anfonir dim iddo.
account-for-example-caseworker-07-it = Er enghraifft caseworker-07. Mae’n sefyll ar bob cofnod, felly nid enw unrhyw berson ydyw.
account-role = Rôl
account-leads-the-organisation-2 = Yn arwain y sefydliad
account-confirms-its-accounts-and-sees = Yn cadarnhau ei gyfrifon, ac yn gweld y dyletswyddau y mae wedi’u methu
account-make-the-invitation = Creu’r gwahoddiad

## account_invited.html

account-invitation = Gwahoddiad
account-an-invitation-for = Gwahoddiad i { $name }
account-this-link-is-shown-once = Unwaith y caiff y ddolen hon ei dangos. Gall pwy bynnag sydd â hi dderbyn y cyfrif.
account-copy-it-after-the-address = Copïwch hi ar ôl cyfeiriad y wefan hon, a rhowch hi i { $name } wyneb yn wyneb neu mewn ffordd yr ydych yn ymddiried ynddi. Gellir ei defnyddio unwaith, yn ystod y 72 awr nesaf.
account-back-to-the-accounts = Yn ôl i’r cyfrifon

## accounts.html

account-an-account-is-a-person = Person mewn swydd yw cyfrif. Mae sefydliad yn cadarnhau ei gyfrifon ei hun: ei arweinydd sy’n eu gwahodd, yn eu hatal ac yn eu cau. Mae cau am byth; mae’r hyn a wnaed gyda’r cyfrif yn aros ar gofnod.
account-count = { $count ->
    [two] { $count } gyfrif
    [few] { $count } chyfrif
    [many] { $count } chyfrif
   *[other] { $count } cyfrif
}
account-post-and-role = Swydd a rôl
account-change = Newid
account-leads-the-organisation = , yn arwain y sefydliad
account-since = ers { $changed }
account-suspend = Atal<span class="govuk-visually-hidden"> cyfrif { $name }</span>
account-reopen = Ailagor<span class="govuk-visually-hidden"> cyfrif { $name }</span>
account-close = Cau<span class="govuk-visually-hidden"> cyfrif { $name }</span>
account-tokens = Tocynnau<span class="govuk-visually-hidden"> { $name }</span>
