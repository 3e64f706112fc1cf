"""Yêu cầu xem, sửa, xóa dữ liệu cá nhân: asked without an account by the holder of a receipt code."""
