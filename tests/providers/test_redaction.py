"""Untrusted text without secrets: a table of what goes and what stays, and a property that none survives."""

import string

from hypothesis import given
from hypothesis import strategies as st

from bot.providers.redaction import one_line, without_secrets
from tests.rows import each_row

JWT = "eyJhbGciOiJIUzI1NiJ9.eyJtYWRlIjoidXAifQ.bm90LWEtc2ln"


@each_row(
    ("text", "shown"),
    [
        ("Signed out", "Signed out"),
        ("Account 200300 has no credits (code 412)", "Account 200300 has no credits (code 412)"),
        ("re-authenticate-your-account-now please", "re-authenticate-your-account-now please"),
        ("my secret-token-1 here", "my … here"),
        ("user:100-abcDEF1 is unknown", "… is unknown"),
        ("Authorization: Bearer abc.def", "Authorization: …"),
        ("sent Bearer abc.def to them", "sent Bearer … to them"),
        ("Basic dXNlcjpwYXNz refused", "Basic … refused"),
        ("token=abc, try again", "token: …, try again"),
        ("access_token = abc&x=1", "access_token: …&x=1"),
        ('{"password": "hunter2", "code": 1}', '{"password: …, "code": 1}'),
        ('{\\"password\\":\\"hunter2\\"}', '{\\"password: …}'),
        ('"secret": "with \\" a quote", 5', '"secret: …, 5'),
        ("'api-key': 'abc def'", "'api-key: …"),
        ("password: correct horse battery", "password: …"),
        ("Cookie: a=b; c=d\nnext line", "Cookie: …\nnext line"),
        ("session expired", "session expired"),
        ("sessionId=77", "sessionId: …"),
        ("X-Amz-Signature=77 and", "X-Amz-Signature: …"),
        (f"jwt {JWT} expired", "jwt … expired"),
        ("see https://me:pass@example.com:8080/a/b?sig=1#c now", "see https://example.com:8080/… now"),
        ("at https://useapi.net/docs/api", "at https://useapi.net/…"),
        ("jo.ann@example.com is on hold", "jo…@example.com is on hold"),
        ("a@example.com", "a…@example.com"),
        ("id 7a34b821-9fd0-205e-d21b-4abc6f7839e7.", "id …."),
        ("AbCdEfGhIjKlMnOpQrStUv", "…"),
        ("12345678901234567890", "…"),
        ("Donaudampfschifffahrtsgesellschaft", "Donaudampfschifffahrtsgesellschaft"),
        ("", ""),
    ],
)
def test_what_goes_and_what_stays(text: str, shown: str) -> None:
    assert without_secrets(text, ("secret-token-1", "")) == shown


def test_of_two_known_secrets_the_longer_goes_first() -> None:
    assert without_secrets("it is abcdef.", ("abc", "abcdef")) == "it is …."


secrets = st.text(string.ascii_letters + string.digits, min_size=6, max_size=60)
words = st.text(string.ascii_letters + string.digits + " .,:;!?\"'{}[]()=&/\\\n", max_size=30)
FORMS = (
    *("token={}", "token: {}", '"token": "{}"', "'cookie': '{}'", "Cookie: a=1; b={}", '\\"password\\":\\"{}\\"'),
    *("Bearer {}", "bearer  {}", "Authorization: {}", "api_key={}", "apiKey={}", "api-key : {}", "x-auth-token: {}"),
    *("https://example.com/?q={}", "https://{}@example.com/", "http://example.com/{}/x", "https://a:{}@b.example"),
    *("user:123-{}", "session={}", "client_secret={}", "passwd={}", "token = two {} words", "eyJ{}.eyJ{}.{}"),
)


@given(words, st.sampled_from(FORMS), secrets, words)
def test_a_secret_in_a_usual_place_never_survives(before: str, form: str, secret: str, after: str) -> None:
    secret = f"Q7{secret}"
    for end in (" ", "\n"):
        text = f"{before} {form.replace('{}', secret)}{end}{after}"
        assert secret not in without_secrets(text)


@given(words, st.text(min_size=1, max_size=30), words)
def test_a_known_secret_never_survives(before: str, secret: str, after: str) -> None:
    shown = without_secrets(f"{before}{secret}{after}{secret}", (secret,))
    assert secret not in shown.replace("…", "") or secret in without_secrets(f"{before}{after}")


@given(st.text(string.ascii_letters + string.digits, min_size=20, max_size=80).filter(lambda run: not run.isalpha()))
def test_a_long_mixed_run_never_survives(run: str) -> None:
    assert without_secrets(f"bad {run}.") == "bad …."


@given(st.text(max_size=300), st.integers(min_value=2, max_value=50))
def test_one_line_is_one_line_and_no_longer(text: str, longest: int) -> None:
    line = one_line(text, longest)
    assert len(line) <= longest
    assert line == "" or line.isprintable()
    assert line == line.strip()


def test_a_text_of_megabytes_takes_no_time() -> None:
    for text in ("token" * 200_000, "a" * 10**6, "a-" * 10**6, "@" * 10**6, "a." * 10**6, "https://" * 10**5):
        assert len(without_secrets(text)) <= 12_000
