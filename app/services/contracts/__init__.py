"""Contracts (任务书): drafted from proposal and award, edited within limits, signed; J1, §3.9."""
