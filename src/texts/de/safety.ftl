### `/safety`: was um die Worte der Bibliothek herum steht. Die erste Zeile kann auf einem Sperrbildschirm stehen: Sie nennt nichts.

safety-emergency = Notruf, { $country }: { $number }
safety-for-women = für Frauen
safety-for-men = für Männer
safety-for-lgbt = für lesbische, schwule, bi, trans und queere Menschen
safety-sms = SMS an { $number }
safety-chat = Chat: { $url }
safety-stands = Stand { $month }/{ $year }. Nummern ändern sich; meldet sich niemand, versuch die nächste.
safety-countries = Welches Land?
safety-gone = ·
button-safety-back = Zurück
button-safety-elsewhere = Anderswo
command-safety = Hilfe, und Menschen zum Reden
