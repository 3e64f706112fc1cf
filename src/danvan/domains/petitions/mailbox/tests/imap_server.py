"""A small IMAP server on a real socket, in a thread: enough of RFC 3501 and MOVE for a client to take messages."""

import re
import socketserver
import threading


class Mailboxes:
    """Messages by folder; `lost_before` names a command at which the line breaks, once."""

    def __init__(self, *messages, can_move=True):
        self.folders = {"INBOX": dict(enumerate(messages, 1))}
        self.flags = {}
        self.validity = 7
        self.can_move = can_move
        self.lost_before = ""
        self.sizes = {}
        self.fetched = []

    def folder(self, name="INBOX"):
        return self.folders.get(name, {})


class _Talk(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("* OK ready")
        while line := self.rfile.readline():
            tag, name, rest = (line.decode().strip() + "  ").split(" ", 2)
            words = rest.strip()
            command = f"{name} {words.split(' ')[0]}".upper() if name.upper() == "UID" else name.upper()
            box = self.server.box
            if box.lost_before and command == box.lost_before:
                box.lost_before = ""
                return
            work = getattr(self, "do_" + command.lower().replace(" ", "_"), None)
            if work is None:
                self.say(f"{tag} BAD unknown")
                continue
            answer = work(words) or "OK done"
            self.say(f"{tag} {answer}")
            if command == "LOGOUT":
                return

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def do_capability(self, words):
        self.say("* CAPABILITY IMAP4rev1" + (" MOVE" if self.server.box.can_move else ""))

    def do_login(self, words):
        if "mat-khau" not in words:
            return "NO wrong zqxmatkhauzqx"
        return None

    def do_logout(self, words):
        self.say("* BYE")

    def do_select(self, words):
        name = words.strip('"')
        if name not in self.server.box.folders:
            return "NO none"
        self.say(f"* {len(self.server.box.folder(name))} EXISTS")
        self.say(f"* OK [UIDVALIDITY {self.server.box.validity}] valid")
        return "OK [READ-WRITE] selected"

    def do_create(self, words):
        self.server.box.folders.setdefault(words.strip('"'), {})

    def do_uid_search(self, words):
        self.say("* SEARCH " + " ".join(map(str, self.server.box.folder())))

    def do_uid_fetch(self, words):
        uid = int(words.split(" ")[1])
        raw = self.server.box.folder().get(uid)
        if raw is None:
            return
        if "RFC822.SIZE" in words:
            size = self.server.box.sizes.get(uid, len(raw))
            self.say(f'* 1 FETCH (UID {uid} RFC822.SIZE {size} INTERNALDATE " 1-Mar-2023 20:30:00 +0000")')
            return
        self.server.box.fetched.append(uid)
        self.wfile.write(f"* 1 FETCH (UID {uid} BODY[] {{{len(raw)}}}\r\n".encode() + raw + b")\r\n")
        return

    def do_uid_store(self, words):
        uid = int(words.split(" ")[1])
        self.server.box.flags.setdefault(uid, set()).update(re.findall(r"\\\w+", words))

    def do_uid_move(self, words):
        uid, name = int(words.split(" ")[1]), words.split(" ")[2].strip('"')
        raw = self.server.box.folder().pop(uid, None)
        if raw is not None:
            self.server.box.folders[name][uid] = raw


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


class running:
    """`with running(Mailboxes(...)) as port:`"""

    def __init__(self, box):
        self.box = box

    def __enter__(self):
        self.server = _Server(("127.0.0.1", 0), _Talk)
        self.server.box = self.box
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self.server.server_address[1]

    def __exit__(self, *fault):
        self.server.shutdown()
        self.server.server_close()
