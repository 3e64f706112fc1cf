"""Handing in a tố cáo over the network, where a unit takes one: one question a page, nothing kept before it is sent."""
