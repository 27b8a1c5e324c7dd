# NOT MADE BY A TRANSLATOR. These texts are a draft and need a translator’s review before use.
# DRAFFT: heb ei adolygu gan gyfieithydd. Rhaid i gyfieithydd adolygu’r testunau hyn cyn eu defnyddio.
#
# Texts of the questions, as anybody may read them.

## question_sets.html

questions-what-is-asked-of-first = Yr hyn a ofynnir i ymatebwyr cyntaf. Mae atgyfeiriad a ddechreuwyd yn cadw’r fersiwn y dechreuwyd ef gydag ef.
questions-versions = Fersiynau
questions-in-force-from = Mewn grym o
questions-to-build-on = I adeiladu arno
questions-version = { $title }, fersiwn { $version }
questions-spreadsheet-of = Taenlen<span class="govuk-visually-hidden"> fersiwn { $version }</span>
questions-schema-of = Sgema JSON<span class="govuk-visually-hidden"> fersiwn { $version }</span>

## questions.html

questions-questions-of-version = { $title }: cwestiynau fersiwn { $version }
questions-questions-of-version-in-force = Cwestiynau fersiwn { $version }, mewn grym o { $from }
questions-ask-only-what-is-right = Gofynnwch yr hyn sy’n briodol ei ofyn nawr yn unig. Daw diogelwch y person cyn y ffurflen.
questions-reasons = Lle nad oes ateb, nodwch pam: { $reasons }. Rhaid rhoi ateb neu reswm o’r fath i gwestiynau a nodir “angen”; gellir gadael y lleill allan.
questions-take-the-spreadsheet-or-the = <a class="govuk-link" href="/questions/{ $id }/{ $version }/template.csv">Mynd â’r daenlen</a> neu <a class="govuk-link" href="/questions/{ $id }/{ $version }/schema.json">y sgema JSON</a>. I argraffu, defnyddiwch eich porwr.
questions-contents = Cynnwys
questions-only-if = Dim ond os: { $when }.
questions-once-for-each = Unwaith ar gyfer pob { $one }; os nad oes un, dywedwch hynny.
questions-needed = (angen)
