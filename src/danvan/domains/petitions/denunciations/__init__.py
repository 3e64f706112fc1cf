"""Tố cáo: number, days, class and handling; and letters found to be one after all."""
