# NOT MADE BY A TRANSLATOR. These texts are a draft and need a translator’s review before use.
# DRAFFT: heb ei adolygu gan gyfieithydd. Rhaid i gyfieithydd adolygu’r testunau hyn cyn eu defnyddio.
#
# Texts of the terms of the domain: in English, exactly the labels that the domain has.

## Said by the code.

term-role-survivor = Y person
term-role-first_responder = Ymatebwr cyntaf
term-role-first_responder_supervisor = Goruchwyliwr ymatebwyr cyntaf
term-role-ca_triage = Swyddog brysbennu
term-role-ca_decision_maker = Gwneuthurwr penderfyniadau
term-role-ca_second_reviewer = Ail adolygydd
term-role-ca_technical_specialist = Arbenigwr technegol
term-role-maap_member = Aelod o’r panel sicrwydd
term-role-pilot_panel = Aelod o banel datganoledig
term-role-police_receiver = Pwynt cyswllt yr heddlu
term-role-police_investigator = Swyddog ymchwilio
term-role-support_prime = Cydlynydd cymorth
term-role-support_worker = Gweithiwr cymorth
term-role-guardian = Gwarcheidwad annibynnol
term-role-local_authority = Gwasanaethau plant
term-role-legal_representative = Cynrychiolydd cyfreithiol
term-role-statistician = Ystadegydd
term-role-oversight = Archwilydd
term-role-dpo = Swyddog diogelu data
term-role-sysadmin = Gweinyddwr
term-role-system_reminder = Nodyn atgoffa’r system
term-role-public = Aelod o’r cyhoedd
term-duty-screen_referral = Sgrinio’r atgyfeiriad
term-duty-decide_reasonable_grounds = Penderfynu ar sail resymol
term-duty-decide_conclusive_grounds = Penderfynu ar sail derfynol
term-duty-review_negative = Cymryd yr ail olwg ar benderfyniad negyddol
term-duty-answer_enquiry = Ateb ymholiad
term-duty-review_suspension = Edrych eto ar achos a ataliwyd
term-duty-answer_reconsideration = Ateb cais am ailystyried
term-duty-ask_consent = Gofyn am gydsyniad
term-duty-pass_to_police = Trosglwyddo’r atgyfeiriad i’r heddlu
term-duty-acknowledge_notice = Cydnabod yr hysbysiad
term-duty-confirm_merge = Ateb a yw dau achos yn ymwneud ag un person
term-duty-offer_support = Cynnig cymorth
term-duty-plan_move_on = Cynllunio’r symud allan o gymorth a ariennir
term-duty-pass_notification = Trosglwyddo’r hysbysiad i’r heddlu
term-duty-triage_report = Edrych ar adroddiad gan y cyhoedd
term-nation-england = Lloegr
term-nation-wales = Cymru
term-nation-scotland = Yr Alban
term-nation-northern-ireland = Gogledd Iwerddon
term-blank-not_asked = Heb ofyn
term-blank-does_not_know = Ddim yn gwybod
term-blank-prefers_not_to_say = Gwell peidio â dweud
term-blank-ask_later = Gofyn yn ddiweddarach
term-blank-not_recorded = Heb ei gofnodi
term-blank-not_applicable = Ddim yn berthnasol
term-finding-met = Wedi’i fodloni
term-finding-not_met = Heb ei fodloni
term-finding-not_shown = Heb ei ddangos
term-finding-not_needed = Nid oes ei angen
term-sex-female = Benyw
term-sex-male = Gwryw
term-sex-other = Arall
term-stage-reasonable_grounds = sail resymol
term-stage-conclusive_grounds = sail derfynol
term-outcome-record_made = Gwnaed cofnod trosedd neu gudd-wybodaeth
term-outcome-known_already = Mae’r heddlu eisoes yn gweithredu ar hyn
term-outcome-not_enough = Nid yw’n dweud digon i weithredu arno
term-outcome-another_matter = Mae’n ymwneud â rhywbeth arall, ac fe’i hanfonwyd ymlaen
