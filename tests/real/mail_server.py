"""Dovecot and Postfix on loopback: mailboxes, submission with a password, TLS by an authority of the test's own. Known
by tests marked `real`; knows install and processes. Both need the superuser to start."""

import itertools
import os
import pwd
import smtplib
import subprocess
import tempfile
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import formatdate
from pathlib import Path

from tests.fakes.authority import Authority
from tests.real import install
from tests.real.processes import Server, free_port, listening

BRAND = "service@harbour.test"
ANN = "ann@harbour.test"
PASSWORD = 'a word & "two"'
OWNER = "nobody"
"""Whose files the mails are; Debian has this user."""
DOVECOT = """
base_dir = {root}/run
state_dir = {root}/state
log_path = /dev/stderr
listen = 127.0.0.1
protocols = imap lmtp
ssl = required
ssl_cert = <{certificate}
ssl_key = <{key}
disable_plaintext_auth = yes
auth_mechanisms = plain login
auth_failure_delay = 0
mail_max_userip_connections = 200
first_valid_uid = 1
passdb {{
  driver = passwd-file
  args = {root}/users
}}
userdb {{
  driver = static
  args = uid={owner} gid=nogroup home={root}/mail/%u
}}
mail_location = maildir:~/Maildir
namespace inbox {{
  inbox = yes
  mailbox Sent {{
    auto = subscribe
    special_use = \\Sent
  }}
}}
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service auth {{
  unix_listener auth-postfix {{
    mode = 0666
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
"""
MAIN = """
compatibility_level = 3.6
queue_directory = {root}/queue
data_directory = {root}/data
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.harbour.test
mydestination =
mynetworks = 127.0.0.0/8
virtual_mailbox_domains = harbour.test
virtual_transport = lmtp:inet:127.0.0.1:{lmtp}
default_transport = error:no outside here
smtpd_tls_cert_file = {certificate}
smtpd_tls_key_file = {key}
smtpd_tls_security_level = encrypt
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = {root}/run/auth-postfix
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_client_connection_rate_limit = 0
minimal_backoff_time = 1s
queue_run_delay = 1s
maillog_file = {root}/postfix.log
maillog_file_prefixes = {root}
alias_maps =
"""
MASTER = """
127.0.0.1:{smtp} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


class MailServer:
    """Both servers. What they keep lies on disk, so that each comes back as it was.

    Attributes:
        authority: the PEM file one must trust.
    """

    def __init__(self) -> None:
        self._dovecot_program = str(install.mail(lambda _words: None))
        self._postfix_program = str(Path(self._dovecot_program).with_name("postfix"))
        self._folder = tempfile.TemporaryDirectory(prefix="fishbowl-mail-")
        self._root = Path(self._folder.name)
        self._ports = {name: free_port() for name in ("imap", "imaps", "smtp", "lmtp")}
        self._numbers = itertools.count(1)
        self._configure()
        self._dovecot: Server | None = None
        self._postfix: Server | None = None
        self.restart_dovecot()
        self.restart_postfix()

    @property
    def options(self) -> dict[str, str]:
        """What the brand's account is set up with: IMAP by STARTTLS, submission likewise."""
        return {
            "handle": BRAND,
            "imap": f"imap://127.0.0.1:{self._ports['imap']}",
            "smtp": f"smtp://127.0.0.1:{self._ports['smtp']}",
            "authority": str(self.authority),
        }

    @property
    def encrypted_imap(self) -> str:
        """The port that is encrypted from the first byte."""
        return f"imaps://127.0.0.1:{self._ports['imaps']}"

    def say(self, text: str, *, sender: str = f"Ann <{ANN}>", **headers: str) -> str:
        """Ann writes to the brand; returns how our connector names it."""
        native_id = f"{next(self._numbers)}.{self._root.name}@harbour.test"
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Date"], mail["Message-ID"] = sender, BRAND, formatdate(), f"<{native_id}>"
        mail["Subject"] = headers.pop("Subject", "The ferry")
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(text)
        with smtplib.LMTP("127.0.0.1", self._ports["lmtp"]) as line:
            line.sendmail(ANN, [BRAND], mail.as_bytes())
        return native_id

    def mails_of(self, who: str) -> list[EmailMessage]:
        """What lies in somebody's inbox, by the files themselves."""
        folders = (self._root / "mail" / who / "Maildir" / name for name in ("new", "cur"))
        files = [path for folder in folders if folder.is_dir() for path in sorted(folder.iterdir())]
        return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]  # type: ignore[misc]

    def kill_dovecot(self) -> None:
        """`kill -9`; its mails stay."""
        if self._dovecot is not None:
            self._dovecot.kill()
            self._dovecot = None

    def restart_dovecot(self) -> None:
        """Start it on the mails it had; returns when it answers."""
        self.kill_dovecot()
        command = [self._dovecot_program, "-F", "-c", str(self._root / "dovecot.conf")]
        self._dovecot = Server(command, log=self._root / "dovecot.log", folder=self._root)
        self._dovecot.wait_until(lambda: all(listening(self._ports[name]) for name in ("imap", "imaps", "lmtp")))

    def kill_postfix(self) -> None:
        """Stop it in the middle of what it does; what it took stays in its queue."""
        if self._postfix is not None:
            self._postfix.kill()
            self._postfix = None
            stop = [self._postfix_program, "-c", str(self._root / "postfix"), "abort"]
            subprocess.run(stop, capture_output=True, check=False)

    def restart_postfix(self) -> None:
        """Start it on the queue it had; returns when it answers."""
        self.kill_postfix()
        command = [self._postfix_program, "-c", str(self._root / "postfix"), "start-fg"]
        self._postfix = Server(command, log=self._root / "postfix-start.log", folder=self._root)
        self._postfix.wait_until(lambda: listening(self._ports["smtp"]))

    def close(self) -> None:
        """Stop both and throw the mails away."""
        self.kill_postfix()
        self.kill_dovecot()
        self._folder.cleanup()

    def _configure(self) -> None:
        authority = Authority(self._root / "tls", "Mail CA")
        self.authority = authority.file
        certificate, key = authority.issue()
        facts = {"root": self._root, "certificate": certificate, "key": key, "owner": OWNER, **self._ports}
        for name in ("run", "state", "mail", "postfix", "queue", "data"):
            (self._root / name).mkdir()
        self._root.chmod(0o755)
        owner = pwd.getpwnam(OWNER)
        os.chown(self._root / "mail", owner.pw_uid, -1)
        os.chown(self._root / "data", pwd.getpwnam("postfix").pw_uid, -1)
        users = "".join(f"{who}:{{PLAIN}}{PASSWORD}\n" for who in (BRAND, ANN))
        (self._root / "users").write_text(users, encoding="utf-8")
        (self._root / "dovecot.conf").write_text(DOVECOT.format(**facts), encoding="utf-8")
        (self._root / "postfix" / "main.cf").write_text(MAIN.format(**facts), encoding="utf-8")
        (self._root / "postfix" / "master.cf").write_text(MASTER.format(**facts), encoding="utf-8")
