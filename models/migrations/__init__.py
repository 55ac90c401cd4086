"""How a register’s file came to its present tables: numbered scripts for peewee’s own runner."""
