"""Signatures of the law on the paper of a report: the signer's and the organisation's, made elsewhere or here.

The program's own Ed25519 signature freezes the numbers; these are what Nghị định 30/2020/NĐ-CP, Điều 13 and Phụ lục I ask
of an electronic document. `fields` makes the file to be signed, `checking` looks at one that came back, `inside` signs
with a certificate in a file, `taking` keeps what was found true.
"""
