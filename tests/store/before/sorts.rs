//! The sorts of buttons there were: a verb, and where a verb has several forms, which of them.

/// What tells two buttons of one verb apart: which of its forms it is.
pub fn sort(data: &str) -> String {
    let mut fields = data.splitn(3, ':');
    let verb = fields.next().unwrap_or_default();
    let argument = fields.nth(1).unwrap_or_default();
    let form = match verb {
        "chg" | "tap" | "rfl" | "sfp" | "rft" | "dep" | "knd" | "tag" | "rfs" => {
            argument.get(..1).unwrap_or_default()
        }
        "pau" | "qui" | "saf" => match argument {
            "" | "open" | "person" => argument,
            _ => "n",
        },
        _ => "",
    };
    match form {
        "" => verb.to_owned(),
        form => format!("{verb} {form}"),
    }
}
