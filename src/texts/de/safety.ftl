### `/safety`: was um die Worte der Bibliothek herum steht. Die erste Zeile kann auf einem Sperrbildschirm stehen: Sie nennt nichts.

safety-emergency = Notruf, { $country }: { $number }
safety-for-women = für Frauen
safety-for-men = für Männer
safety-for-lgbt = für LGBTQ+
safety-sms = SMS { $number }
safety-chat = Chat: { $url }
safety-countries = Welches Land?
safety-gone = ·
button-safety-back = Zurück
button-safety-elsewhere = Anderswo
command-safety = Hilfe von außen
