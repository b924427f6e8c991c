{#- A view made anew by one statement, for the same reason as a `replaced` table. -#}
{% materialization view, adapter='duckdb' %}
    {%- set existing, target = load_cached_relation(this), this.incorporate(type='view') -%}
    {%- if existing is not none and not existing.is_view -%}
        {%- do adapter.drop_relation(existing) -%}
    {%- endif -%}
    {%- call statement('main') -%}
        create or replace view {{ target }} as
        {{ compiled_code }}
    {%- endcall -%}
    {#- Looking up a relation may have begun a transaction, which would be rolled back. -#}
    {%- do adapter.commit() -%}
    {{ return({'relations': [target]}) }}
{% endmaterialization %}
