{#- A table made anew in its place. dbt's own `table` keeps the old one beside it until the new one
    is whole, for which it renames twice and drops; here a build that fails is thrown away. Where a
    contract is enforced, the columns are held to it and to its constraints, and no two rows have
    the same `unique_key`: a test of its own for each table would cost more than all it finds. -#}
{% materialization replaced, adapter='duckdb' %}
    {%- set existing, target = load_cached_relation(this), this.incorporate(type='table') -%}
    {%- if existing is not none and not existing.is_table -%}
        {%- do adapter.drop_relation(existing) -%}
    {%- endif -%}
    {%- call statement('main') -%}
        {% if config.get('contract').enforced %}
            {{ get_assert_columns_equivalent(compiled_code) }}
            create or replace table {{ target }}
            {{ get_table_columns_and_constraints() }};
            insert into {{ target }} {{ get_column_names() }} (
                {{ get_select_subquery(compiled_code) }}
            )
        {% else %}
            create or replace table {{ target }} as
            {{ compiled_code }}
        {% endif %}
    {%- endcall -%}
    {%- if config.get('unique_key') -%}
        {%- do assert_unique_key(target, config.get('unique_key')) -%}
    {%- endif -%}
    {#- Looking up a relation may have begun a transaction, which would be rolled back. -#}
    {%- do adapter.commit() -%}
    {{ return({'relations': [target]}) }}
{% endmaterialization %}
