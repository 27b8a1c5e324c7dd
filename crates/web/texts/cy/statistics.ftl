# NOT MADE BY A TRANSLATOR. These texts are a draft and need a translator’s review before use.
# DRAFFT: heb ei adolygu gan gyfieithydd. Rhaid i gyfieithydd adolygu’r testunau hyn cyn eu defnyddio.
#
# Texts of the pages of statistics.

## statistics.html

statistics-period-as-the-record-stood = { $period }, fel yr oedd y cofnod ar ddiwedd { $as_at }
statistics-make-a-table-of-your = <a class="govuk-link" href="/statistics/count">Gwneud eich tabl eich hun</a>: dewiswch beth i’w gyfrif, yn ôl beth, ac fel ar ba ddiwrnod.
statistics-the-tables-are-being-protected = Mae’r tablau’n cael eu diogelu
statistics-what-must-be-withheld = Mae’r hyn y mae’n rhaid ei ddal yn ôl yn cael ei gyfrifo dros yr holl dablau ar unwaith. Mae’n cymryd ychydig eiliadau, a mwy lle mae’r cofnod yn fawr. Mae’n mynd yn ei flaen pan fyddwch yn gadael y dudalen hon.
statistics-look-again = Edrych eto
statistics-tables = Tablau
statistics-table = Tabl
statistics-file = Ffeil
statistics-small-cells = Celloedd bach
statistics-csv-of = CSV<span class="govuk-visually-hidden"> o { $table }</span>
statistics-no-table-can-be-shown = Ni ellir dangos unrhyw dabl.
statistics-left-out = Wedi’u gadael allan
statistics-these-tables-have-cells-below = Mae gan y tablau hyn gelloedd islaw { $threshold }, y gellid dod o hyd i berson ohonynt, ac ni ellid diogelu’r rhifyn hwn: { $because }.

## statistics_count.html

statistics-make-a-table = Gwneud tabl
statistics-what-to-count = Beth i’w gyfrif
statistics-from-quarter = O’r chwarter
statistics-to-quarter = Hyd at y chwarter
statistics-by = Yn ôl
statistics-and-by = ac yn ôl ({ $number })
statistics-nothing-more = Dim byd arall
statistics-all = Pob un
statistics-only-some-of-them = Dim ond rhai ohonynt
statistics-at-most-four-at-a = Pedwar ar y mwyaf ar y tro. I gyfrif sawl gwerth o un, dewiswch y cyntaf a chyfrif: yna gellir dewis un arall.
statistics-another-of = { $column }, gwerth arall ({ $number })
statistics-count = Cyfrif
statistics-the-record-as-it-stood = Y cofnod fel yr oedd ar ddiwedd { $as_at }.
statistics-protected-figures-show-it = Mae ffigurau wedi’u diogelu yn ei ddangos ar ddiwedd mis: yr un olaf erbyn y diwrnod a roddwch.
statistics-there-is-no-picture = Nid oes llun: byddai gormod o rannau i’w gwahaniaethu, neu rhy ychydig o bobl i’w dangos. Mae pob ffigur yn y tabl.
statistics-the-table = Y tabl
statistics-take-the-table-as-csv = Cymryd y tabl fel CSV
statistics-that-it-was-taken = (cofnodir iddo gael ei gymryd)

## statistics_parts.html

statistics-not-for-publication-true-figures = Nid i’w gyhoeddi. Dyma’r ffigurau gwir, ac nid oes unrhyw reolaeth datgelu wedi bod drostynt: gall celloedd bach arwain at berson. Cofnodir eich bod wedi edrych.
statistics-not-for-publication-not-protected = Nid i’w gyhoeddi. Ni ellid diogelu’r rhifyn hwn yn ei gyfanrwydd; gadewir allan dablau â chelloedd bach.
statistics-the-true-figures = Y ffigurau gwir (cofnodir eich bod wedi edrych)
statistics-as-the-record-stood-at = Fel yr oedd y cofnod ar ddiwedd
statistics-quarter-or-year = Chwarter neu flwyddyn
statistics-protected-figures-show-the-record = Mae ffigurau wedi’u diogelu yn dangos y cofnod ar ddiwedd mis: yr un olaf erbyn y diwrnod a roddwch.
statistics-picture-of-the-table-below = Llun o’r tabl isod
statistics-about-these-figures = Am y ffigurau hyn
statistics-unit = Uned:
statistics-calendar = Calendr:
statistics-as-at = Fel ar:
statistics-counts = Yn cyfrif:
statistics-types-of-exploitation-scheme = Mathau o gamfanteisio, cynllun:
statistics-rules = Rheolau:
statistics-rounding = Talgrynnu:
statistics-ties = Gwerthoedd cyfartal:
statistics-synthetic-data = Data synthetig: mae pob cofnod wedi’i ddyfeisio.

## statistics_table.html

statistics-table-as-at = { $table }, fel ar { $as_at }
statistics-more-are-in-the-table = Mae { $count } arall yn y tabl.
statistics-withheld-so-that-no-count = [c]: wedi’i ddal yn ôl, fel na ellir gweld na chyfrifo unrhyw gyfrif o ychydig o bobl.
