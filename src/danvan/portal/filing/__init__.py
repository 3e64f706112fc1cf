"""Gửi đơn: a form of one question a page, kept between the pages where only its visitor can read it."""
