{#- The indicators of an office's own that are in force, with what they count. To dbt's parser,
    which asks no database, every table that may be counted is: it must know what may be read. -#}
{% macro own_indicators() %}
    {%- set catalogue, found = ref('stg_indicator'), [] -%}
    {%- if not execute -%}
        {%- for table in var('countable_tables') -%}
            {%- for subject in ['area_code', 'unit_code'] -%}
                {%- do found.append({
                    'indicator_id': 'own', 'frequency': 'month', 'counted_table': table,
                    'counted_subject': subject, 'counted_day': 'day',
                    'denominator_condition': 'true', 'numerator_condition': 'true',
                }) -%}
            {%- endfor -%}
        {%- endfor -%}
        {{ return(found) }}
    {%- endif -%}
    {%- set columns = [
        'indicator_id', 'frequency', 'counted_table', 'counted_subject', 'counted_day',
        'denominator_condition', 'numerator_condition',
    ] -%}
    {%- set rows = run_query(
        'select ' ~ columns | join(', ') ~ ' from ' ~ catalogue
        ~ ' where counted_table is not null and not is_disabled order by indicator_id'
    ).rows -%}
    {%- for row in rows -%}
        {%- do found.append(dict(zip(columns, row.values()))) -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}
