"""The administrator's pages: accounts, visibility, ownership, hours, units and the audit log; supervisors may read
them.
"""
