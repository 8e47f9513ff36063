### `/safety`: what stands around the library's words. A lock screen may show the first line of a message: it names nothing.

safety-emergency = Emergency, { $country }: { $number }
safety-for-women = for women
safety-for-men = for men
safety-for-lgbt = for lesbian, gay, bi, trans and queer people
safety-sms = text message { $number }
safety-chat = Chat: { $url }
safety-stands = As of { $month }/{ $year }. Numbers change; if one doesn’t answer, try the next.
safety-countries = Which country?
safety-gone = ·
button-safety-back = Back
button-safety-elsewhere = Somewhere else
command-safety = Help, and people to talk to
