# NOT MADE BY A TRANSLATOR. These texts are a draft and need a translator’s review before use.
# DRAFFT: heb ei adolygu gan gyfieithydd. Rhaid i gyfieithydd adolygu’r testunau hyn cyn eu defnyddio.
#
# Texts of enquiries, as the body that was asked sees them.

## enquiries_answered.html

enquiry-answer-sent = Ateb wedi’i anfon
enquiry-the-authority-has-it-your = Mae gan yr awdurdod ef. Mae eich rhan chi wedi’i gwneud.
enquiry-go-to-your-duties = Mynd i’ch dyletswyddau

## enquiries_enquiry.html

enquiry-answer-an-enquiry = Ateb ymholiad
enquiry-asked-your-organisation-on-answer = Gofynnodd { $by } i’ch sefydliad ar { $on }. Atebwch erbyn { $due }
enquiry-the-question = Y cwestiwn
enquiry-you-see-this-question-and = Rydych yn gweld y cwestiwn hwn a dim byd arall o’r achos. Caiff eich ateb ei ddarllen gan bwy bynnag sy’n penderfynu. Gadewch allan yr hyn na ofynnwyd amdano, a ble mae’r person yn byw.
enquiry-your-answer = Eich ateb
enquiry-if-nothing-is-known-say = Os nad oes dim yn hysbys, dywedwch hynny: mae hynny’n ateb hefyd.
enquiry-send-the-answer = Anfon yr ateb
