{#- The months (first days, as texts) of a table published in months that this run makes anew;
    none where all of them are. -#}
{% macro fresh_months(mart) %}
    {%- set fresh = ref('int_fresh_month') -%}
    {%- if not execute or load_relation(fresh) is none -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set found = run_query(
        'select cast(month_on as varchar) from ' ~ fresh ~ " where mart = '" ~ mart ~ "'"
    ).columns[0].values() | list -%}
    {{ return(none if none in found else found) }}
{% endmacro %}
