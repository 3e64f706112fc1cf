"""Yêu cầu của chủ thể dữ liệu cá nhân: to see, correct or delete what an office holds of somebody."""
