{#- Fails the model whose table has rows with the same `key`, and says how many there are of it. -#}
{% macro assert_unique_key(table, key) -%}
    {%- set doubled = run_query(
        'select count(*) from (select 1 from ' ~ table ~ ' group by ' ~ key | join(', ')
        ~ ' having count(*) > 1)'
    ).rows[0][0] -%}
    {%- if doubled -%}
        {{ exceptions.raise_compiler_error(
            table ~ ': ' ~ doubled ~ ' keys (' ~ key | join(', ') ~ ') stand more than once'
        ) }}
    {%- endif -%}
{%- endmacro %}
