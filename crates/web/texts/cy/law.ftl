# NOT MADE BY A TRANSLATOR. These texts are a draft and need a translator’s review before use.
# DRAFFT: heb ei adolygu gan gyfieithydd. Rhaid i gyfieithydd adolygu’r testunau hyn cyn eu defnyddio.
#
# Texts of the law in force.

## Said by the code.

law-provider-prime = prif ddarparwr
law-provider-subcontractor = isgontractwr
law-provider-direct = wedi’i ariannu’n uniongyrchol
law-provider-guardian = gwarcheidwad
law-provider-statutory = dyletswydd yn ôl y gyfraith

## law.html

law-the-law-in-force-on = Y gyfraith mewn grym ar { $on }
law-that-is-not-a-day = Nid yw hwnnw’n ddiwrnod yn y calendr. Dangosir heddiw yn lle hynny.
law-the-law-as-the-platform = Y gyfraith fel y mae’r llwyfan yn ei chadw
law-in-force-on = Mewn grym ar { $on }
law-a-rule-is-chosen-by = Dewisir rheol yn ôl diwrnod y digwyddiad y mae wedi’i hangori wrtho: penderfyniad, derbyniad. Nid heddiw ydyw byth ynddo’i hun. Darllenwyd y ffynonellau ddiwethaf ar { $known_until }.
law-another-day = Diwrnod arall
law-show-that-day = Dangos y diwrnod hwnnw
law-types-of-exploitation = <strong>{ $title }.</strong> Mathau o gamfanteisio: { $scheme }.
law-the-mechanism-had-not-begun = Nid oedd y mecanwaith wedi dechrau.
law-organisations = Sefydliadau
law-competent-authorities = Awdurdodau cymwys
law-what-it-decides = Beth mae’n ei benderfynu
law-first-responder-organisations = Sefydliadau ymatebwyr cyntaf
law-support-providers = Darparwyr cymorth
law-where-and-as-what = Ble, ac fel beth
law-police-forces-and-agencies = Heddluoedd ac asiantaethau
law-questions-and-lists = Cwestiynau a rhestrau
law-version-in-force-from = <a class="govuk-link" href="/questions/{ $id }/{ $version }">{ $title }, fersiwn { $version }</a>, mewn grym o { $from }
law-no-question-set-of-this = Nid oedd set gwestiynau o’r llwyfan hwn mewn grym. Daw atgyfeiriadau’r cyfnod hwnnw o ffeiliau.
law-types-of-exploitation-scheme = Mathau o gamfanteisio, cynllun { $scheme } ({ $count })
law-rules-in-force-a-wide = Rheolau mewn grym, tabl eang
law-rules = { $count } o reolau
law-where-for-whom = Ble, i bwy
law-says = Yn dweud
law-in-force = Mewn grym
law-sources = Ffynonellau
law-from-to = O { $from } i { $to }
law-from = O { $from }
