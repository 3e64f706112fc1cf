"""Variables of the store and of the scanner: all or nothing, and each fault one sentence that names the variable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.config import safety
from danvan.records import file_options

WHOLE = {
    "DANVAN_S3_BUCKET": "tep",
    "DANVAN_S3_ENDPOINT": "https://kho.example.vn",
    "DANVAN_S3_KEY": "khoa",
    "DANVAN_S3_SECRET": "bi-mat",
}
SCANNER = {"DANVAN_CLAMD": "unix:/run/clamav/clamd.ctl"}


class TestStore:
    def test_without_variables_it_is_the_folder(self):
        assert file_options.place({}) == {"BACKEND": "danvan.records.files.places.Folder"}
        assert file_options.refusals({}, production=True) == []

    def test_with_all_of_them_the_store(self):
        told = file_options.place(WHOLE)
        assert told["BACKEND"].endswith(".Bucket")
        assert told["OPTIONS"] == {
            "bucket_name": "tep",
            "endpoint_url": "https://kho.example.vn",
            "access_key": "khoa",
            "secret_key": "bi-mat",
            "region_name": "us-east-1",
            "location": "files",
        }
        assert file_options.place(WHOLE | {"DANVAN_S3_REGION": " hn-1 "})["OPTIONS"]["region_name"] == "hn-1"
        assert file_options.refusals(WHOLE, production=True) == []

    @pytest.mark.parametrize(
        ("more", "places"),
        [
            ({}, ["files", "folder"]),
            ({"DANVAN_FILES": "thu_muc"}, ["folder", "files"]),
            ({"DANVAN_S3_PREFIX": "xa-mau"}, ["xa-mau/files", "folder", "files"]),
            ({"DANVAN_S3_PREFIX": "xa-mau", "DANVAN_FILES": "thu_muc"}, ["folder", "xa-mau/files", "files"]),
        ],
    )
    def test_the_first_place_and_those_where_files_may_still_lie(self, more, places):
        told = [file_options.place(WHOLE | more), *file_options.befores(WHOLE | more).values()]
        assert [one.get("OPTIONS", {}).get("location", "folder") for one in told] == places
        assert file_options.refusals(WHOLE | more, production=True) == []

    def test_without_a_store_there_is_one_place_alone(self):
        assert file_options.befores({}) == {}
        assert file_options.befores({"DANVAN_S3_BUCKET": "tep"}) == {}

    def test_only_a_folder_that_is_no_more_the_place_may_be_empty(self):
        [folder] = [one for one in file_options.befores(WHOLE).values() if one["BACKEND"].endswith(".Folder")]
        assert folder["OPTIONS"] == {"may_be_empty": True}
        assert "OPTIONS" not in file_options.place(WHOLE | {"DANVAN_FILES": "thu_muc"})

    @pytest.mark.parametrize(
        ("more", "sentence"),
        [
            ({"DANVAN_S3_PREFIX": "Xã Mẫu"}, "DANVAN_S3_PREFIX chỉ gồm chữ thường"),
            ({"DANVAN_S3_PREFIX": "a/b"}, "DANVAN_S3_PREFIX chỉ gồm chữ thường"),
            ({"DANVAN_S3_PREFIX": "../x"}, "DANVAN_S3_PREFIX chỉ gồm chữ thường"),
            ({"DANVAN_S3_PREFIX": "a" * 41}, "DANVAN_S3_PREFIX chỉ gồm chữ thường"),
            ({"DANVAN_S3_PREFIX": "files"}, "DANVAN_S3_PREFIX không được là files"),
            ({"DANVAN_FILES": "kho"}, "DANVAN_FILES chỉ nhận thu_muc"),
        ],
    )
    def test_a_prefix_or_a_place_that_will_not_do(self, more, sentence):
        [told] = file_options.refusals(WHOLE | more, production=True)
        assert told.startswith(sentence)

    @pytest.mark.parametrize("name", ["DANVAN_S3_PREFIX", "DANVAN_FILES"])
    def test_they_mean_nothing_without_a_store(self, name):
        [told] = file_options.refusals({name: "thu-muc"}, production=True)
        assert told.startswith(f"{name} chỉ có nghĩa")

    @pytest.mark.parametrize("missing", WHOLE)
    @pytest.mark.parametrize("value", [None, "", "  "])
    def test_half_set_it_is_refused_by_name_and_never_used(self, missing, value):
        environ = {name: told for name, told in WHOLE.items() if name != missing} | (
            {missing: value} if value else {}
        )
        for production in (True, False):
            [sentence] = file_options.refusals(environ, production)
            assert missing in sentence
            assert "chỉ đặt một nửa" in sentence
        assert file_options.place(environ)["BACKEND"].endswith(".Folder")

    @given(st.sets(st.sampled_from(sorted(WHOLE))))
    def test_each_missing_one_is_named(self, there):
        environ = {name: WHOLE[name] for name in there}
        told = " ".join(file_options.refusals(environ, production=True))
        missing = set(WHOLE) - there if there else set()
        assert {name for name in WHOLE if f"Thiếu biến môi trường {name} " in told} == missing

    @pytest.mark.parametrize(
        "endpoint",
        [
            "kho.example.vn",
            "ftp://kho.example.vn",
            "http://kho.example.vn",
            "https://",
            "https://nguoi:khoa@kho.example.vn",
            "https://kho.example.vn?x=1",
            "https://kho.example.vn:0",
            "https://kho.example.vn:x",
            "https://[",
        ],
    )
    def test_an_address_that_is_none(self, endpoint):
        [sentence] = file_options.refusals(WHOLE | {"DANVAN_S3_ENDPOINT": endpoint}, production=True)
        assert "DANVAN_S3_ENDPOINT không đúng dạng" in sentence

    @pytest.mark.parametrize("production", [True, False])
    def test_plain_http_on_this_machine_alone(self, production):
        told = file_options.refusals(WHOLE | {"DANVAN_S3_ENDPOINT": "http://127.0.0.1:9000"}, production)
        assert told == []

    def test_no_sentence_holds_a_secret(self):
        environ = WHOLE | {"DANVAN_S3_ENDPOINT": "x", "DANVAN_S3_SECRET": "zqxbimatzqx"}
        assert "zqx" not in " ".join(file_options.refusals(environ, production=True))


class TestScanner:
    def test_off_unless_named(self):
        assert file_options.scanner({}) is None

    @pytest.mark.parametrize(
        ("told", "address"),
        [
            ("unix:/run/clamav/clamd.ctl", ("unix", "/run/clamav/clamd.ctl")),
            ("tcp://127.0.0.1:3310", ("tcp", "127.0.0.1", 3310)),
            ("tcp://localhost:3310/", ("tcp", "localhost", 3310)),
            ("tcp://[::1]:3310", ("tcp", "::1", 3310)),
        ],
    )
    def test_address(self, told, address):
        environ = {"DANVAN_CLAMD": told}
        assert file_options.scanner(environ) == {
            "address": address,
            "found": "tu_choi",
            "no_answer": "cho_quet",
            "seconds": 20,
        }
        assert file_options.refusals(environ, production=True) == []

    @pytest.mark.parametrize(
        "told",
        [
            "x",
            "unix:",
            "unix:clamd.ctl",
            "tcp://",
            "tcp://a",
            "tcp://a:x",
            "tcp://a:99999",
            "http://a:1",
            "tcp://[",
            "tcp://a:1/b",
        ],
    )
    def test_an_address_that_is_none(self, told):
        [sentence] = file_options.refusals({"DANVAN_CLAMD": told}, production=False)
        assert "DANVAN_CLAMD không đúng dạng" in sentence

    def test_in_production_on_this_machine_alone(self):
        environ = {"DANVAN_CLAMD": "tcp://quet.example.vn:3310"}
        [sentence] = file_options.refusals(environ, production=True)
        assert "không được mã hóa trên đường" in sentence
        assert file_options.refusals(environ, production=False) == []

    @pytest.mark.parametrize("name", file_options.POLICIES)
    @pytest.mark.parametrize("policy", ["tu_choi", "cach_ly", "cho_quet"])
    def test_policies(self, name, policy):
        environ = SCANNER | {name: policy}
        assert file_options.refusals(environ, production=True) == []
        key = "found" if name.endswith("FOUND") else "no_answer"
        assert file_options.scanner(environ)[key] == policy

    @pytest.mark.parametrize("name", file_options.POLICIES)
    @pytest.mark.parametrize("policy", ["cho", "TU_CHOI", "từ chối", "bo_qua", "0"])
    def test_a_policy_that_is_none(self, name, policy):
        [sentence] = file_options.refusals(SCANNER | {name: policy}, production=True)
        assert sentence.startswith(name)
        assert "cach_ly" in sentence

    @pytest.mark.parametrize("seconds", ["0", "-1", "121", "99999", "x", "1.5", "²"])
    def test_seconds_that_are_none(self, seconds):
        [sentence] = file_options.refusals(SCANNER | {"DANVAN_CLAMD_SECONDS": seconds}, production=True)
        assert "DANVAN_CLAMD_SECONDS" in sentence

    def test_seconds(self):
        assert file_options.scanner(SCANNER | {"DANVAN_CLAMD_SECONDS": "7"})["seconds"] == 7

    @pytest.mark.parametrize("name", [*file_options.POLICIES, "DANVAN_CLAMD_SECONDS"])
    def test_what_means_nothing_without_a_scanner_is_said(self, name):
        [sentence] = file_options.refusals({name: "tu_choi"}, production=True)
        assert name in sentence


@pytest.mark.parametrize("environ", [{"DANVAN_S3_BUCKET": "tep"}, {"DANVAN_CLAMD": "x"}])
def test_the_program_does_not_start_with_them(environ):
    for refusals in (safety.refusals, safety.local_refusals):
        assert any(
            next(iter(environ)) in sentence or "DANVAN_S3" in sentence for sentence in refusals(environ)
        )
