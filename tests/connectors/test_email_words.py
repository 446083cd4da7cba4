"""How mails are read: whatever is sent, a post comes of it, with the person's own words."""

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.connectors._email.automatic import answerable, automatic
from app.connectors._email.folding import folded
from app.connectors._email.imap_words import Said, day, folder_name, quoted
from app.connectors._email.mail import read_mail
from app.connectors._email.mailbox import Raw
from app.connectors._email.posts import Us, post_of
from app.connectors._email.writing import message_id
from app.core.clock import DAY
from app.domain import automatic as automatic_words
from app.domain.post import Post, PostKind
from tests.fakes.clock import NOON

US = Us(("service@harbour.test", "info@harbour.test"), 5, "a secret")
KEY = f"1f-{'a' * 24}"


def post(data: bytes | str, *, sent: bool = False, arrived_at: int = NOON) -> Post:
    raw = data if isinstance(data, bytes) else data.encode()
    return post_of(Raw(1, raw, arrived_at), US, sent=sent, now=NOON)


def letter(text: str = "Hello", *, html: str = "", **headers: str) -> EmailMessage:
    mail = EmailMessage()
    given_headers = {"From": "Mira <mira@example.test>", "Message_ID": "<m1@example.test>", **headers}
    for name, value in given_headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html")
    return mail


def test_a_mail_that_opens_a_thread_shows_its_subject_and_an_answer_does_not() -> None:
    first = post(letter("Where is it?", Subject="My parcel").as_bytes())
    answer = post(letter("Thanks!", Subject="Re: My parcel", References="<a@x> <b@x>").as_bytes())
    assert first.text == "My parcel\n\nWhere is it?"
    assert answer.text == "Thanks!"
    assert (first.kind, first.thread, first.native_id) == (PostKind.DIRECT, "", "m1@example.test")
    assert (answer.thread, answer.parent) == ("a@x", "b@x")


def test_a_thread_is_named_by_its_first_reference_else_by_what_is_answered() -> None:
    assert post(letter(References="<root@x> <middle@x>", In_Reply_To="<middle@x>").as_bytes()).thread == "root@x"
    assert post(letter(In_Reply_To="<only@x>").as_bytes()).thread == "only@x"


def test_the_plain_part_is_preferred_and_html_alone_is_cleaned() -> None:
    both = letter("plain words", html="<p>rich words</p>")
    only = b"From: a@x.test\nContent-Type: text/html\n\n<script>bad()</script><p>Hi <b>you</b></p>"
    empty_plain = letter(" ", html="<p>rich words</p>")
    assert post(both.as_bytes()).text == "plain words"
    assert post(only).text == "Hi you"
    assert post(empty_plain.as_bytes()).text == "rich words"


@pytest.mark.parametrize(
    ("charset", "data"),
    [
        ("iso-8859-1", "Grüße".encode("latin-1")),
        ("utf-8", "Grüße".encode()),
        ("x-unheard-of", "Grüße".encode()),
        ("utf-8", "Grüße".encode("cp1252")),
        ("zlib", "Grüße".encode()),
        ("undefined", "Grüße".encode()),
    ],
)
def test_letters_are_read_whatever_the_charset_claims(charset: str, data: bytes) -> None:
    head = f"From: a@x.test\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n"
    assert post(head.encode() + data).text == "Grüße"


def test_headers_are_decoded_also_when_they_are_raw_or_broken() -> None:
    raw = "From: Jürgen <j@x.test>\nSubject: Schöne =?utf-8?q?Gr=C3=BC=C3=9Fe?= =?utf-8?b?!!!?=\n\nhi".encode()
    read = read_mail(raw)
    assert read.sender_name == "Jürgen"
    assert read.subject.startswith("Schöne")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("=?utf-8?q?service=40harbour=2Etest?= <thief@evil.test>", "service@harbour.test"),
        ("service@harbour.test <thief@evil.test>", "service@harbour.test"),
        ('"Boss <service@harbour.test>" <Thief@evil.test>', "Boss <service@harbour.test>"),
        ("thief@evil.test", ""),
    ],
)
def test_a_name_that_looks_like_an_address_does_not_become_the_sender(line: str, name: str) -> None:
    read = read_mail(f"From: {line}\n\nhi".encode())
    assert (read.sender, read.sender_name) == ("thief@evil.test", name)


def test_what_is_attached_is_named_and_not_shown() -> None:
    mail = letter("see below")
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="crack.png")
    mail.add_attachment("minutes", filename="notes.txt")
    found = post(mail.as_bytes())
    assert [(one.kind, one.alt, one.url) for one in found.media] == [
        ("image", "crack.png", ""),
        ("file", "notes.txt", ""),
    ]
    assert found.text == "see below"


def test_a_mail_of_nothing_but_a_picture_says_what_hangs_on_it() -> None:
    mail = EmailMessage()
    mail["From"] = "a@x.test"
    mail.set_content(b"\x89PNG", maintype="image", subtype="png", filename="crack.png", disposition="attachment")
    assert post(mail.as_bytes()).text == "[crack.png]"


def test_a_mail_without_an_id_gets_the_same_one_each_time() -> None:
    data = b"From: a@x.test\nSubject: hi\n\nthere"
    assert post(data).native_id == post(data).native_id
    assert post(data).native_id != post(data + b"!").native_id


def test_an_unlikely_clock_of_the_author_is_not_believed() -> None:
    assert post(letter(Date="Mon, 05 Jan 2026 11:00:00 +0000").as_bytes()).created_at == NOON - 3_600_000
    assert (
        post(letter(Date="Mon, 05 Jan 2099 11:00:00 +0000").as_bytes(), arrived_at=NOON - DAY).created_at == NOON - DAY
    )
    assert post(letter(Date="whenever").as_bytes()).created_at == NOON


def test_format_flowed_lines_are_made_whole() -> None:
    data = b"From: a@x.test\nContent-Type: text/plain; format=flowed\n\nThis line \ngoes on.\nThis is another."
    assert post(data).text == "This line goes on.\nThis is another."


BOUNCE = b"""From: MAILER-DAEMON@mail.test
Subject: Undelivered Mail Returned to Sender
Message-ID: <report@mail.test>
Content-Type: multipart/report; report-type=delivery-status; boundary=B

--B

could not be delivered
--B
Content-Type: message/delivery-status

Status: 5.1.1
--B
Content-Type: text/rfc822-headers

Message-ID: <ours@harbour.test>
References: <root@x>
--B--
"""


def test_a_bounce_is_labelled_belongs_to_the_thread_it_is_about_and_opens_nothing() -> None:
    found = post(BOUNCE)
    assert (found.kind, found.labels) == (PostKind.HEARD, ("bounce", "5.1.1"))
    assert (found.thread, found.parent) == ("root@x", "ours@harbour.test")
    assert "could not be delivered" in found.text


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({"Auto_Submitted": "auto-replied (vacation)"}, "auto-reply"),
        ({"Auto_Submitted": "no"}, ""),
        ({"X_Autoreply": "yes"}, "auto-reply"),
        ({"Precedence": "bulk"}, "bulk"),
        ({"Precedence": "list", "List_Id": "<support.harbour.test>"}, ""),
        ({"X_Failed_Recipients": "a@x.test"}, "bounce"),
        ({"From": "Postmaster <postmaster@x.test>"}, "bounce"),
    ],
)
def test_automatic_mail_is_told_from_letters(headers: dict[str, str], kind: str) -> None:
    mail = read_mail(letter(**headers).as_bytes())
    assert automatic(mail) == kind
    assert answerable(mail) is (kind == "")


@pytest.mark.parametrize("headers", [{"Return_Path": "<>"}, {"From": "No-Reply@shop.test"}, {"From": ""}])
def test_what_nobody_reads_is_not_answered(headers: dict[str, str]) -> None:
    assert not answerable(read_mail(letter(**headers).as_bytes()))


def test_only_what_we_sent_is_ours_whatever_the_sender_line_says() -> None:
    forged = post(letter(From="service@harbour.test").as_bytes())
    ours, guessed = (message_id(KEY, US.addresses[0], secret) for secret in (US.secret, "a guess"))
    copy = post(letter(From="info@harbour.test", Message_ID=f"<{ours}>").as_bytes())
    posing = post(letter(From="info@harbour.test", Message_ID=f"<{guessed}>").as_bytes())
    stranger = post(letter(Message_ID=f"<{ours}>").as_bytes())
    filed = post(letter(From="info@harbour.test").as_bytes(), sent=True)
    assert (forged.kind, forged.labels) == (PostKind.DIRECT, ("own-address",))
    assert (copy.kind, filed.kind) == (PostKind.OWN, PostKind.OWN)
    assert (posing.kind, stranger.kind) == (PostKind.DIRECT, PostKind.DIRECT)


@pytest.mark.parametrize(
    "history",
    [
        "On Mon, Jan 5, 2026 at 9:00 AM Harbour <service@harbour.test> wrote:\n> old words\n> more",
        "On Mon, Jan 5, 2026 at 9:00 AM Harbour\n<service@harbour.test> wrote:\n\n> old words",
        "Am 05.01.26 um 09:00 schrieb Harbour:\n> old words",
        "Le lun. 5 janv. 2026 à 09:00, Harbour <s@h.test> a écrit :\n> old words",
        "El lun, 5 ene 2026 a las 9:00, Harbour (<s@h.test>) escribió:\n> old words",
        "-----Original Message-----\nFrom: Harbour\nold words",
        "-----Ursprüngliche Nachricht-----\nVon: Harbour\nold words",
        "Von: Harbour <s@h.test>\nGesendet: Montag, 5. Januar 2026 09:00\nAn: Mira\nBetreff: Re\n\nold words",
        "De : Harbour\nEnvoyé : lundi\nÀ : Mira\nObjet : Re\n\nold words",
        "> old words without a word about whose",
    ],
)
def test_the_history_below_is_folded_away(history: str) -> None:
    assert folded(f"My own words.\nMore of them.\n\n{history}\n") == "My own words.\nMore of them."


@pytest.mark.parametrize(
    "end", ["-- \nMira Lind\n+47 555", "--\nMira", "Sent from my iPhone", "Von meinem iPhone gesendet"]
)
def test_a_signature_is_folded_away(end: str) -> None:
    assert folded(f"My own words.\n\n{end}") == "My own words."


def test_answers_between_quotations_stay_with_what_they_answer() -> None:
    text = "On 5 Jan 2026 Harbour wrote:\n> which colour?\nblue\n> which size?\nlarge"
    assert folded(text) == text


def test_a_long_quotation_above_the_answer_keeps_its_end() -> None:
    quotation = "\n".join(f"> line {number}" for number in range(9))
    assert folded(f"{quotation}\nmy answer").splitlines() == [
        "> […]",
        *(f"> line {one}" for one in range(5, 9)),
        "my answer",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "> only a quotation",
        "-- \nonly a signature",
        "From: me\nSent: today\nforwarded to you",
        "I wrote: see 2 things:\nhere",
    ],
)
def test_a_mail_is_never_folded_to_nothing(text: str) -> None:
    assert folded(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "We want to change:\nFrom: Oslo\nTo: Bergen\nDate: 5 January\nIs that possible?",
        "first part\n--\n" + "\n".join(f"line {number}" for number in range(8)),
        "You wrote: no refund.\nWhy not?",
    ],
)
def test_what_only_looks_like_history_or_a_signature_stays(text: str) -> None:
    assert folded(text) == text


@given(st.text(alphabet="> -_\nabFrom:wrote 5", max_size=400) | st.text(max_size=300))
def test_folding_never_raises_and_never_empties(text: str) -> None:
    assert bool(folded(text)) is bool(text.strip())


@pytest.mark.parametrize(
    "text",
    [
        "On 1 wrote\n" * 4000 + "--" * 20_000,
        "> 1 wrote:\n" * 20_000 + "x",
        "x\n" + "> y\n" * 50_000,
        " " * 100_000 + "-" * 100_000,
    ],
)
def test_folding_comes_to_an_end_with_a_mail_that_is_made_to_be_slow(text: str) -> None:
    assert folded(text)


@pytest.mark.parametrize(
    "head",
    [
        b"From: " + b" " * 200_000,
        b"From: " + b"a" * 200_000,
        b"To: " + b"a" * 200_000,
        b"Subject: " + b"=?x?q?" * 30_000,
        b"References: " + b"<a" * 100_000,
        b"Content-Type: text/plain; format=flowed\n\n" + b"a \n" * 60_000,
    ],
)
def test_reading_comes_to_an_end_with_a_mail_that_is_made_to_be_slow(head: bytes) -> None:
    assert post(head + b"\n\nwords").text


HEADERS = ("From", "To", "Subject", "Date", "Message-ID", "References", "In-Reply-To", "Content-Type", "Reply-To")
HEADER = st.tuples(
    st.sampled_from((*HEADERS, "Content-Transfer-Encoding", "Content-Disposition")), st.binary(max_size=60)
)
BROKEN = st.tuples(st.lists(HEADER, max_size=6), st.binary(max_size=200)).map(
    lambda made: b"".join(name.encode() + b": " + value + b"\n" for name, value in made[0]) + b"\n" + made[1]
)
TYPES = st.sampled_from(
    ("text/plain", "text/html", "multipart/mixed; boundary=B", "message/rfc822", "multipart/report")
)


@given(BROKEN | st.binary(max_size=300))
def test_a_mail_of_any_shape_becomes_a_post(data: bytes) -> None:
    found = post(data)
    assert found.text
    assert found.native_id
    assert found.author.native_id


@given(TYPES, st.sampled_from(("base64", "quoted-printable", "x-uuencode", "8bit")), st.binary(max_size=200))
def test_a_part_of_any_content_becomes_a_post(mime: str, encoding: str, body: bytes) -> None:
    head = f"From: a@x.test\nMessage-ID: <m@x>\nContent-Type: {mime}\nContent-Transfer-Encoding: {encoding}\n\n--B\n\n"
    assert post(head.encode() + body).native_id == "m@x"


@given(st.text(max_size=80), st.lists(st.binary(max_size=5), max_size=2))
def test_a_servers_line_of_any_shape_never_raises(text: str, literals: list[bytes]) -> None:
    said = Said(text, tuple(literals))
    said.values()
    assert isinstance(said.code, tuple)
    assert isinstance(said.words, str)


def test_imaps_words_are_written_as_it_wants_them() -> None:
    assert folder_name("Gesendete Objekte & mehr/Entwürfe") == "Gesendete Objekte &- mehr/Entw&APw-rfe"
    assert quoted('a"b\\c\r\nd') == r'"a\"b\\cd"'
    assert day(NOON) == "5-Jan-2026"
    values = Said('* 2 FETCH (UID 5 FLAGS (\\Seen) X NIL Y "a \\" b" BODY[]<0> \x00)', (b"words",)).values()
    assert values[3] == ["UID", "5", "FLAGS", ["\\Seen"], "X", "", "Y", 'a " b', "BODY[]<0>", b"words"]


def report(*receivers: str, words: str = "could not be delivered") -> bytes:
    """A delivery report about ours@harbour.test with these blocks of fields."""
    blocks = "\n\n".join(("Reporting-MTA: dns; mail.test", *receivers))
    return BOUNCE.replace(b"Status: 5.1.1", blocks.encode()).replace(b"could not be delivered", words.encode())


@pytest.mark.parametrize(
    ("receivers", "labels"),
    [
        (("Action: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 550 5.2.2 <m@x>: full",), ("bounce", "550 5.2.2")),
        (("Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550-5.1.1 The account",), ("bounce", "550 5.1.1")),
        (("Action: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp;554 no",), ("bounce", "554 5.0.0")),
        (("Action: failed\nStatus: 5.4.4 (no host)",), ("bounce", "5.4.4")),
        (("Action: failed",), ("bounce",)),
        (("Action: delayed\nStatus: 4.4.1",), ("delayed", "4.4.1")),
        (("Action: delivered\nStatus: 2.0.0",), ("receipt",)),
        (("Action: delivered\nStatus: 2.0.0", "Action: failed\nStatus: 5.2.1"), ("bounce", "5.2.1")),
        (("Action: odd\nStatus: 9999999999.1.1",), ("bounce",)),
    ],
)
def test_a_report_says_what_became_of_the_mail_and_the_servers_figures(
    receivers: tuple[str, ...], labels: tuple[str, ...]
) -> None:
    found = post(report(*receivers))
    assert found.labels == labels
    assert found.kind is PostKind.HEARD
    assert automatic_words.about(found.labels) == labels[0]
    assert automatic_words.code(found.labels) == ("" if len(labels) == 1 else labels[1])


def test_a_server_without_a_report_writes_the_figures_into_its_words() -> None:
    mail = letter(X_Failed_Recipients="mira@example.test")
    mail.set_content("It failed permanently:\n  mira@example.test\n    550-5.7.1 refused by policy")
    assert post(mail.as_bytes()).labels == ("bounce", "550 5.7.1")
