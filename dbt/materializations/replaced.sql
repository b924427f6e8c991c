{#- A table made anew by one statement. dbt's own `table` keeps the old one beside it until the new
    one is whole, for which it renames twice and drops; here a build that fails is thrown away. -#}
{% materialization replaced, adapter='duckdb' %}
    {%- set existing, target = load_cached_relation(this), this.incorporate(type='table') -%}
    {%- if existing is not none and not existing.is_table -%}
        {%- do adapter.drop_relation(existing) -%}
    {%- endif -%}
    {%- call statement('main') -%}
        create or replace table {{ target }} as
        {{ compiled_code }}
    {%- endcall -%}
    {#- Looking up a relation may have begun a transaction, which would be rolled back. -#}
    {%- do adapter.commit() -%}
    {{ return({'relations': [target]}) }}
{% endmaterialization %}
