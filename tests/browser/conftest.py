"""What every test in a real browser stands on: a busy machine is waited for, never judged by its speed."""

from playwright.sync_api import expect

expect.set_options(timeout=30_000)
